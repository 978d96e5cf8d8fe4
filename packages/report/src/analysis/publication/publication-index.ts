import { type Rate, rateOf } from '@stackbench/model/work';
import type {
  Publication,
  PublishedCase,
  PublishedDevice,
  PublishedResult,
  PublishedRun,
  PublishedStack,
} from './publication.ts';

/** A result with all that it refers to. */
export interface Entry {
  result: PublishedResult;
  run: PublishedRun;
  stack: PublishedStack;
  device: PublishedDevice;
  case: PublishedCase;
  /** Null unless it was measured. */
  rate: Rate | null;
}

/** An entry of which it is known that it was measured. */
export type MeasuredEntry = Entry & {
  rate: Rate;
  result: { measured: NonNullable<PublishedResult['measured']> };
};

/** A publication with its references resolved. */
export interface PublicationIndex {
  publication: Publication;
  devices: ReadonlyMap<string, PublishedDevice>;
  stacks: ReadonlyMap<string, PublishedStack>;
  runs: ReadonlyMap<string, PublishedRun>;
  cases: ReadonlyMap<string, PublishedCase>;
  /** Every result, oldest run first. */
  entries: readonly Entry[];
  /** Of each case on each stack the result of the newest run that tried it. */
  current: readonly Entry[];
}

export function indexPublication(publication: Publication): PublicationIndex {
  const devices = new Map(publication.devices.map((device) => [device.key, device]));
  const stacks = new Map(publication.stacks.map((stack) => [stack.key, stack]));
  const runs = new Map(publication.runs.map((run) => [run.id, run]));
  const cases = new Map(publication.cases.map((each) => [each.id, each]));
  const entries = publication.results.flatMap((result): Entry[] => {
    const run = runs.get(result.run);
    const stack = stacks.get(result.stack);
    const device = devices.get(stack?.device ?? '');
    const record = cases.get(result.case);
    if (!run || !stack || !device || !record) return [];
    const { measured } = result;
    const whose = { result, run, stack, device };
    if (measured === null) return [{ ...whose, case: record, rate: null }];
    const { flops, bytes, kernelNs } = measured;
    const counted = { ...record, flops, bytes };
    return [{ ...whose, case: counted, rate: rateOf(counted, kernelNs) }];
  });
  return { publication, devices, stacks, runs, cases, entries, current: newest(entries) };
}

/** A run that was cut off before a case says nothing new about it. */
function newest(entries: readonly Entry[]): Entry[] {
  const latest = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.stack.key}\n${entry.case.id}`;
    if (entry.result.status === 'not-run' && latest.has(key)) continue;
    latest.set(key, entry);
  }
  return [...latest.values()];
}

export function isMeasured(entry: Entry): entry is MeasuredEntry {
  return entry.rate !== null;
}

/** The entry with the highest throughput. */
export function fastest<T extends MeasuredEntry>(entries: readonly T[]): T | undefined {
  return entries.reduce<T | undefined>(
    (best, entry) =>
      best === undefined || entry.rate.perSecond > best.rate.perSecond ? entry : best,
    undefined,
  );
}

/** The same work with the same numerics: what may be ranked together on one device. */
export function problemKey({
  operation,
  problem,
  dataType,
  work,
  ...counts
}: PublishedCase): string {
  return `${operation}:${problem};${dataType};${counts[work]}`;
}

/** A problem as a person reads it. */
export function problemTitle(record: PublishedCase): string {
  const text = `${record.operation} ${record.problem} ${record.dataType}`;
  return record.title === null ? text : `${record.title}: ${text}`;
}
