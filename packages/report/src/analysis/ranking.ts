import type { Stack } from '@stackbench/model';
import { isHostTimed } from './clock.ts';
import { findControls } from './control.ts';
import { judgeLeads, type Lead } from './lead.ts';
import { devicesOf, gpuKey } from './publication/device.ts';
import type { LaunchedRun } from './launch-outcome.ts';
import { indexRun } from './run-index.ts';
import type { CaseSummary } from './summary.ts';
import { timesOf } from './times.ts';

/**
 * What may be ranked together: one operation, problem and data type, on one device, by one kind of
 * clock. Anything else compares different work, different numerics or different machines.
 */
export interface Ranking {
  operation: string;
  problem: string;
  title: string | undefined;
  dataType: string;
  software: boolean;
  /** The host's clock timed all of it. */
  hostTimed: boolean;
  /** Where the run has several devices, the one that computed this. */
  device: string | undefined;
  entries: readonly CaseSummary[];
  /** The fastest entry; null when nothing was measured. */
  best: MeasuredSummary | null;
  /** Of the other stacks the fastest; null when there is none. */
  next: MeasuredSummary | null;
  /** Whether `best` is ahead of `next`. */
  lead: Lead | null;
}

/** What stacks may be ranked together over all their problems: one data type on one device, by one kind of clock. */
export type RankingClass = Pick<Ranking, 'dataType' | 'software' | 'hostTimed' | 'device'>;

/** A summary of which it is known that it was measured. */
export type MeasuredSummary = CaseSummary & { measured: NonNullable<CaseSummary['measured']> };

export function isMeasured(summary: CaseSummary): summary is MeasuredSummary {
  return summary.measured !== null;
}

/**
 * The rankings of a run, in the order of its cases; hardware before software. A control is the
 * same stack once more, so it takes no part.
 */
export function rank(run: LaunchedRun, summaries: readonly CaseSummary[]): Ranking[] {
  const contestants = summaries.filter(({ stack }) => stack.controlOf === undefined);
  const devices = devicesOf(run.header);
  // Once for each stack: a million summaries ask.
  const gpus = new Map([...devices].map(([id, device]) => [id, gpuKey(device)]));
  const gpuOf = ({ id }: Stack) => gpus.get(id) ?? null;
  const several = new Set(contestants.flatMap(({ stack }) => gpuOf(stack) ?? [])).size > 1;
  const groups = Map.groupBy(contestants, ({ case: { operation, problem, dataType }, stack }) =>
    JSON.stringify([operation, problem, dataType, isHostTimed(stack), gpuOf(stack)]),
  );
  const found = [...groups.values()]
    .flatMap((entries) => {
      const [first] = entries;
      if (first === undefined) return [];
      const { operation, problem, title, dataType } = first.case;
      const { software } = first.stack;
      const best = fastest(entries);
      const next = fastest(entries.filter(({ stack }) => stack !== best?.stack));
      const hostTimed = isHostTimed(first.stack);
      const device =
        several && !software ? (devices.get(first.stack.id)?.gpu ?? undefined) : undefined;
      const known = { operation, problem, title, dataType, software, hostTimed, device };
      return [{ ...known, entries, best, next }];
    })
    .toSorted((a, b) => Number(a.software) - Number(b.software));
  const leads = leadsOf(run, found);
  return found.map((ranking) => ({ ...ranking, lead: leads.get(ranking) ?? null }));
}

/** A class as text: the same for all that belongs to it. */
export function classOf({ dataType, software, hostTimed, device }: RankingClass): string {
  return JSON.stringify([dataType, software, hostTimed, device]);
}

/** By how much a stack of the run may differ from itself, on hardware and in software. */
export function noiseOf(run: LaunchedRun): (software: boolean) => number {
  const index = indexRun(run);
  const [hardware = 0, software = 0] = [false, true].map(
    (kind) => findControls([index], kind).noise,
  );
  return (kind) => (kind ? software : hardware);
}

type Undecided = Omit<Ranking, 'lead'>;

function leadsOf(run: LaunchedRun, rankings: readonly Undecided[]): Map<Undecided, Lead | null> {
  const noise = noiseOf(run);
  const races = rankings.flatMap((ranking) => {
    const { best, next, software } = ranking;
    if (best === null || next === null) return [];
    const racer = ({ launches, step }: MeasuredSummary) => ({
      runId: run.header.runId,
      launchNs: timesOf(launches),
      step,
      noise: noise(software),
    });
    return [{ ranking, first: racer(best), second: racer(next) }];
  });
  const leads = judgeLeads(races);
  return new Map(races.map(({ ranking }, at) => [ranking, leads[at] ?? null]));
}

/** The entry with the highest throughput; null when nothing was measured. */
export function fastest(entries: readonly CaseSummary[]): MeasuredSummary | null {
  return entries
    .filter((entry) => isMeasured(entry))
    .reduce<MeasuredSummary | null>(
      (best, entry) =>
        best === null || entry.measured.rate.perSecond > best.measured.rate.perSecond
          ? entry
          : best,
      null,
    );
}

/** The variant's name; for `best`, what it chose. */
export function variantName(summary: CaseSummary): string {
  const chosen = summary.measured?.chosenVariants ?? [];
  return chosen.length === 0 ? summary.case.variant : chosen.join(' or ');
}
