import type { CaseRecord } from '@stackbench/model';
import { findBarrier } from './barriers.ts';
import type { LeftOut } from './comparison.ts';
import type { Contestant } from './contestant.ts';
import { collectLaunches, isUsable, type Launches, type Unusable } from './launches.ts';
import { isEdited } from './is-edited.ts';
import { type Pairing, pairByRound, type Times } from './times.ts';

/** A case that both sides measured under the same conditions. */
export interface Match {
  case: string;
  /** The launches to compare; of one run, those of the rounds that both have. */
  times: Times;
  /** Rounds in which only one side has a measurement; 0 where rounds do not matter. */
  unpairedRounds: number;
  /** What the variant `best` chose; empty for others. */
  chosen: { a: readonly string[]; b: readonly string[] };
}

/**
 * The cases of both, in the order of A's run and then of B's: comparable ones, and the others.
 * @param baselines A, in each of its runs
 */
export function matchCases(
  baselines: readonly Contestant[],
  b: Contestant,
  pairing: Pairing,
): { matches: Match[]; leftOut: LeftOut[] } {
  const matches: Match[] = [];
  const leftOut: LeftOut[] = [];
  const barrier = baselines.map((a) => findBarrier(a, b, pairing)).find((found) => found !== null);
  const ids = [...baselines, b].flatMap(({ index }) => [...index.cases.keys()]);
  for (const id of new Set(ids)) {
    const match = barrier ?? matchCase(id, baselines, b, pairing);
    if ('reason' in match) leftOut.push({ case: id, ...match });
    else matches.push(match);
  }
  return { matches, leftOut };
}

function matchCase(
  id: string,
  baselines: readonly Contestant[],
  b: Contestant,
  pairing: Pairing,
): Match | Unusable {
  const before: Launches[] = [];
  for (const a of baselines) {
    const absent = findAbsence(id, a, b) ?? findAbsence(id, b, a) ?? findOtherWork(id, a, b);
    if (absent !== null) return absent;
    const launches = collect(id, a);
    if (!isUsable(launches)) return launches;
    before.push(launches);
  }
  if (before.length > 1 && isEdited(before.flatMap(({ measured }) => measured))) {
    return { cause: 'edited', reason: 'A: not the same program in each of its runs' };
  }
  const after = collect(id, b);
  if (!isUsable(after)) return after;
  const cachesA = describeCaches(before);
  const cachesB = describeCaches([after]);
  if (cachesA !== cachesB) {
    return {
      cause: 'caches',
      reason: `A was timed with ${cachesA} caches and B with ${cachesB} ones`,
    };
  }
  const times = cutToPairs(before, after, pairing);
  if (times.b.size === 0) {
    return { cause: 'unpaired', reason: 'no round in which both were measured' };
  }
  return {
    case: id,
    times,
    unpairedRounds:
      countLaunches([...before.map(({ timeNs }) => timeNs), after.timeNs]) -
      countLaunches([...times.a, times.b]),
    chosen: {
      a: [...new Set(before.flatMap(({ chosen }) => chosen))].toSorted(),
      b: after.chosen,
    },
  };
}

function countLaunches(runs: readonly ReadonlyMap<number, number>[]): number {
  return runs.reduce((sum, times) => sum + times.size, 0);
}

function cutToPairs(before: readonly Launches[], after: Launches, pairing: Pairing): Times {
  const resolution = (Math.max(...before.map(({ step }) => step)) + after.step) / 2;
  const [first] = before;
  if (pairing === 'rounds' && first !== undefined) {
    const { a, b } = pairByRound(first.timeNs, after.timeNs);
    return { a: [a], b, resolution };
  }
  return { a: before.map(({ timeNs }) => timeNs), b: after.timeNs, resolution };
}

function describeCaches(launches: readonly Launches[]): string {
  return [...new Set(launches.flatMap(({ caches }) => [...caches]))].toSorted().join(' and ');
}

function collect(id: string, { index, stack, letter }: Contestant): Launches | Unusable {
  return collectLaunches(index, stack.id, id, letter);
}

/** The same case must be the same work: an operation may have learnt to count otherwise since. */
function findOtherWork(id: string, a: Contestant, b: Contestant): Unusable | null {
  const [own, other] = [a.index.cases.get(id), b.index.cases.get(id)];
  if (own === undefined || other === undefined) return null;
  if (own.flops === other.flops && own.bytes === other.bytes) return null;
  return {
    cause: 'work',
    reason: `the case is ${own.flops} operations and ${own.bytes} bytes in A's run, ${other.flops} and ${other.bytes} in B's`,
  };
}

/** Why `one` has no such case, when the `other` has. */
function findAbsence(id: string, one: Contestant, other: Contestant): Unusable | null {
  if (one.index.cases.has(id)) return null;
  const wanted = other.index.cases.get(id);
  const types = [...one.index.cases.values()]
    .filter((record) => wanted !== undefined && differsInNumericsOnly(record, wanted))
    .map(({ dataType }) => dataType);
  return types.length === 0
    ? { cause: 'missing', reason: `${one.letter}: not in its run` }
    : {
        cause: 'numerics',
        reason: `${one.letter}: only in ${types.join(', ')}; different numerics are never compared`,
      };
}

function differsInNumericsOnly(one: CaseRecord, other: CaseRecord): boolean {
  return (
    one.operation === other.operation &&
    one.variant === other.variant &&
    one.problem === other.problem &&
    one.dataType !== other.dataType
  );
}
