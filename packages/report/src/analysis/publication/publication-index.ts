import { type Rate, rateOf } from '@stackbench/model/work';
import type {
  Publication,
  PublishedCase,
  PublishedDevice,
  PublishedLead,
  PublishedResult,
  PublishedRun,
  PublishedStack,
} from './publication.ts';
import { leadKey } from './reference.ts';

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
  /** By the two results that it is about; see {@link leadKey}. */
  leads: ReadonlyMap<string, PublishedLead>;
  /** Every result, oldest run first. */
  entries: readonly Entry[];
  /** Of each case on each stack the result of the most launches; see {@link firmest}. */
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
    // Of a million results, most have the case as it is.
    const isSame = record.flops === flops && record.bytes === bytes;
    const counted = isSame ? record : { ...record, flops, bytes };
    return [{ ...whose, case: counted, rate: rateOf(counted, kernelNs) }];
  });
  const leads = new Map(publication.leads.map((lead) => [leadKey(lead.first, lead.second), lead]));
  // A run has one result of each.
  const current = runs.size < 2 ? entries : firmest(entries);
  return { publication, devices, stacks, runs, cases, leads, entries, current };
}

/** What says that nothing was found out, not that something is wrong. */
const silent: ReadonlySet<Entry['result']['status']> = new Set([
  'not-run',
  'skipped',
  'interrupted',
  'throttled',
  'contended',
]);

/**
 * The result of the most launches, of equals the newest: seven rounds of last week say more than one of
 * today. A failure counts as new, whatever was measured before it, and so does what comes after it.
 */
function firmest(entries: readonly Entry[]): Entry[] {
  const places = new Map<PublishedStack, Map<string, number>>();
  const kept: Entry[] = [];
  for (const entry of entries) {
    const own = places.get(entry.stack) ?? new Map<string, number>();
    places.set(entry.stack, own);
    const place = own.get(entry.case.id) ?? kept.length;
    const known = kept[place];
    if (known !== undefined && silent.has(entry.result.status)) continue;
    if (launchesOf(entry) > 0 && launchesOf(entry) < launchesOf(known)) continue;
    own.set(entry.case.id, place);
    kept[place] = entry;
  }
  return kept;
}

function launchesOf(entry: Entry | undefined): number {
  return entry?.result.measured?.launches ?? 0;
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
export function problemKey(record: PublishedCase): string {
  const { operation, problem, dataType, work } = record;
  const key = problemKeys.get(record) ?? `${operation}:${problem};${dataType};${record[work]}`;
  problemKeys.set(record, key);
  return key;
}

/** Every stack's result asks for that of its case. */
const problemKeys = new WeakMap<PublishedCase, string>();

/** A problem as a person reads it. */
export function problemTitle(record: PublishedCase): string {
  const text = `${record.operation} ${record.problem} ${record.dataType}`;
  return record.title === null ? text : `${record.title}: ${text}`;
}
