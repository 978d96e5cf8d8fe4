import type { CaseRecord, Rate, Stack } from '@stackbench/model';
import { geometricMean } from '@stackbench/statistics';
import type { LaunchedRun } from '../launch-outcome.ts';
import { judgeLeads, type Lead, type Racer } from '../lead.ts';
import {
  classOf,
  fastest,
  isMeasured,
  type MeasuredSummary,
  noiseOf,
  rank,
  type Ranking,
  type RankingClass,
} from '../ranking.ts';
import { summarizeRun } from '../summary.ts';
import { averageWholeRounds, timesOf } from '../times.ts';
import { withoutCopies } from '../without-copies.ts';
import { type Discipline, disciplineOf, disciplines } from './discipline.ts';

/** Stacks in one discipline, over the problems of one data type on one device. */
export interface StackRanking extends RankingClass {
  discipline: Discipline;
  /** What all of `places` measured, in the order of the run: what their means are over. */
  cases: readonly CaseRecord[];
  /** How many cases any of them measured. */
  measuredCases: number;
  /** Two at least, the fastest first. */
  places: readonly StackPlace[];
  /** Stacks that measured less than half of what others did: with them little would be common to all. */
  leftOut: readonly Stack[];
}

export interface StackPlace {
  stack: Stack;
  /** Geometric mean over the cases; null where these count different work. */
  rate: Rate | null;
  /** Of the first place's mean, 0…1. */
  share: number;
  /** Cases in which no other was faster. */
  wins: number;
  /** Whether the first place is ahead of this one; null of the first itself, and where no round holds both. */
  behind: Lead | null;
}

/** The rankings of a run's stacks, made of those of its problems that compute; hardware before software. */
export function rankStacks(run: LaunchedRun, rankings: readonly Ranking[]): StackRanking[] {
  const noise = noiseOf(run);
  const contests = withoutCopies(rankings, ({ entries }) => entries[0]?.case);
  const classes = [...Map.groupBy(contests, classOf).values()];
  return classes.flatMap((members) =>
    disciplines.flatMap((discipline) => {
      const field = gather(members, discipline);
      if (field === null) return [];
      const { dataType, software, hostTimed, device } = members[0]!;
      const { runId } = run.header;
      return [
        {
          discipline,
          dataType,
          software,
          hostTimed,
          device,
          cases: field.cases,
          measuredCases: field.measuredCases,
          places: place(field, (own) => toRacer(own, runId, noise(software))),
          leftOut: field.leftOut,
        },
      ];
    }),
  );
}

/** The rankings of a run's stacks, of nothing but the run. */
export function rankRun(run: LaunchedRun): StackRanking[] {
  return rankStacks(run, rank(run, summarizeRun(run)));
}

interface Field {
  cases: readonly CaseRecord[];
  measuredCases: number;
  /** Of each stack what it measured of each of `cases`, in their order. */
  entrants: readonly (readonly MeasuredSummary[])[];
  leftOut: readonly Stack[];
}

/** Who takes part and in what; null where no two stacks have anything in common. */
function gather(rankings: readonly Ranking[], discipline: Discipline): Field | null {
  const entries = rankings
    .flatMap((ranking) => ranking.entries)
    .filter((entry) => isMeasured(entry))
    .filter((entry) => disciplineOf(entry.case.variant) === discipline);
  const stacks = [...Map.groupBy(entries, ({ stack }) => stack.id).values()];
  const most = Math.max(0, ...stacks.map(({ length }) => length));
  const [taking, leftOut] = [
    stacks.filter(({ length }) => length >= most / 2),
    stacks.filter(({ length }) => length < most / 2),
  ];
  if (taking.length < 2) return null;
  const measured = [...Map.groupBy(taking.flat(), (entry) => entry.case.id).values()];
  const common = measured.filter(
    (same) =>
      same.length === taking.length &&
      same.every((entry) => entry.measured.caches === same[0]?.measured.caches),
  );
  if (common.length === 0) return null;
  return {
    cases: common.flatMap(([first]) => first?.case ?? []),
    measuredCases: measured.length,
    // Those of a case stand in the order of the stacks.
    entrants: taking.map((_, at) => common.flatMap((same) => same[at] ?? [])),
    leftOut: leftOut.flatMap(([first]) => first?.stack ?? []),
  };
}

function place(
  { cases, entrants }: Field,
  racerOf: (own: readonly MeasuredSummary[]) => Racer,
): StackPlace[] {
  const winners = cases.map((_, at) => fastest(entrants.flatMap((own) => own[at] ?? [])));
  const ordered = entrants
    .map((own) => ({
      own,
      stack: own[0]!.stack,
      mean: geometricMean(own.map(({ measured }) => measured.rate.perSecond)),
      wins: own.filter((entry, at) => entry === winners[at]).length,
    }))
    .toSorted((a, b) => b.mean - a.mean);
  const [first, ...others] = ordered;
  if (first === undefined) return [];
  const ahead = racerOf(first.own);
  const leads = judgeLeads(others.map(({ own }) => ({ first: ahead, second: racerOf(own) })));
  const units = new Set(first.own.map(({ measured }) => measured.rate.unit));
  const [unit] = units;
  return ordered.map(({ stack, mean, wins }, at) => ({
    stack,
    rate: unit === undefined || units.size > 1 ? null : { perSecond: mean, unit },
    share: mean / first.mean,
    wins,
    behind: at === 0 ? null : (leads[at - 1] ?? null),
  }));
}

/** All of a stack's cases as one: a time for each round that holds them all. */
function toRacer(own: readonly MeasuredSummary[], runId: string, noise: number): Racer {
  return {
    runId,
    launchNs: averageWholeRounds(own.map(({ launches }) => timesOf(launches))),
    step: own.reduce((sum, { step }) => sum + step, 0) / own.length,
    noise,
  };
}
