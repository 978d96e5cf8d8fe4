import type { CaseRecord, Stack } from '@stackbench/model';
import type { ComparedStack, Comparison, LeftOut } from './comparison.ts';
import { collectLaunches, isUsable, type Launches, type Unusable } from './launches.ts';
import { outcomesOf, type RunIndex } from './run-index.ts';
import { pairByRound, type Times } from './times.ts';

/** A stack in its run, and the letter by which people know it here. */
export interface Contestant {
  index: RunIndex;
  stack: Stack;
  letter: 'A' | 'B';
}

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

export function describeContestant({ index, stack }: Contestant): ComparedStack {
  const { runId, startedAt } = index.run.header;
  return { runId, startedAt, stack: stack.id, software: stack.software };
}

/** The cases of both, in the order of A's run and then of B's: comparable ones, and the others. */
export function matchCases(
  a: Contestant,
  b: Contestant,
  pairing: Comparison['pairing'],
): { matches: Match[]; leftOut: LeftOut[] } {
  const matches: Match[] = [];
  const leftOut: LeftOut[] = [];
  for (const id of new Set([...a.index.cases.keys(), ...b.index.cases.keys()])) {
    const match = matchCase(id, a, b, pairing);
    if ('reason' in match) leftOut.push({ case: id, ...match });
    else matches.push(match);
  }
  return { matches, leftOut };
}

function matchCase(
  id: string,
  a: Contestant,
  b: Contestant,
  pairing: Comparison['pairing'],
): Match | Unusable {
  if (a.stack.software !== b.stack.software) {
    const [soft, hard] = a.stack.software ? ['A', 'B'] : ['B', 'A'];
    return {
      cause: 'software',
      reason: `${soft} computes in software and ${hard} on hardware: these are never compared`,
    };
  }
  const absent = findAbsence(id, a, b) ?? findAbsence(id, b, a);
  if (absent !== null) return absent;
  const launchesA = collect(id, a);
  const launchesB = collect(id, b);
  if (!isUsable(launchesA)) return launchesA;
  if (!isUsable(launchesB)) return launchesB;
  const cachesA = [...launchesA.caches].toSorted().join(' and ');
  const cachesB = [...launchesB.caches].toSorted().join(' and ');
  if (cachesA !== cachesB) {
    return {
      cause: 'caches',
      reason: `A was timed with ${cachesA} caches and B with ${cachesB} ones`,
    };
  }
  const all = { a: launchesA.timeNs, b: launchesB.timeNs };
  const times = pairing === 'rounds' ? pairByRound(all) : all;
  if (times.a.size === 0) {
    return { cause: 'unpaired', reason: 'no round in which both were measured' };
  }
  return {
    case: id,
    times,
    unpairedRounds: all.a.size - times.a.size + all.b.size - times.b.size,
    chosen: { a: launchesA.chosen, b: launchesB.chosen },
  };
}

function collect(id: string, { index, stack, letter }: Contestant): Launches | Unusable {
  return collectLaunches(outcomesOf(index, stack.id, id), letter);
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
