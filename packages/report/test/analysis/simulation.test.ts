import type { Outcome, Run } from '@stackbench/model';
import { expect, test } from 'vitest';
import { seedRandom, type Random } from '../../../statistics/test/random.ts';
import { type Comparison, compareRuns, compareStacks } from '../../src/compare/index.ts';
import { caseOf, controlId, makeSession, outcomeAt, stackA, stackB } from './make-session.ts';

const cases = Array.from({ length: 8 }, (_, index) => caseOf(`v${index}`));
const stacks = [stackA, stackB, controlId];
const sessions = 150;

interface Machine {
  rounds: number;
  /** True t_B / t_A in every case. */
  ratio: number;
  /** Slowdown from the first launch to the last, as a fraction. */
  drift?: number;
  /** By which launches scatter, case by case; a standard deviation, a fraction. */
  noise?: number;
  /** The same for all cases of a launch together. */
  shared?: number;
  /** One launch of B takes so many times as long. */
  hiccup?: number;
}

/** A run with its A/A control; stacks are shuffled in each round. */
function simulateRun(random: Random, machine: Machine, runId?: string, slowdown = 1): Run {
  const { rounds, ratio, drift = 0, noise = 0.005, shared = 0, hiccup = 1 } = machine;
  const outcomes: Outcome[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [position, stack] of random.shuffle(stacks).entries()) {
      const progress = (round * stacks.length + position) / (rounds * stacks.length - 1);
      const launch =
        slowdown *
        (1 + drift * progress) *
        Math.exp(shared * random.normal()) *
        (stack === stackB ? ratio : 1) *
        (stack === stackB && round === 3 ? hiccup : 1);
      for (const id of cases) {
        outcomes.push(
          outcomeAt(stack, id, round, 1000 * launch * Math.exp(noise * random.normal())),
        );
      }
    }
  }
  return makeSession(outcomes, runId);
}

function compareMany(seed: number, machine: Machine): Comparison[] {
  const random = seedRandom(seed);
  return Array.from({ length: sessions }, () => {
    const run = simulateRun(random, machine);
    return compareStacks({ run, stack: stackA }, { run, stack: stackB });
  });
}

/** Share of all cases of all sessions with this verdict. */
const shareOf = (comparisons: readonly Comparison[], ...verdicts: string[]) =>
  comparisons.flatMap((one) => one.cases).filter(({ verdict }) => verdicts.includes(verdict))
    .length /
  (sessions * cases.length);

/** Share of the intervals that hold the true ratio. */
function coverage(intervals: readonly ({ low: number; high: number } | null)[], ratio: number) {
  const held = intervals.filter((each) => each !== null && each.low <= ratio && ratio <= each.high);
  return held.length / intervals.length;
}

/** Pairs of runs of the same thing, compared; `baselines` of them before the one that is judged. */
function compareTwins(seed: number, deviation: number, baselines = 1): Comparison[] {
  const random = seedRandom(seed);
  const machine = { rounds: 7, ratio: 1 };
  const run = (id: string) =>
    simulateRun(random, machine, id, Math.exp(deviation * random.normal()));
  return Array.from({ length: sessions }, () => {
    const before = Array.from({ length: baselines }, (_, at) => run(`before-${at}`));
    const [first] = compareRuns(before, run('after')).comparisons;
    if (first === undefined) throw new Error('both runs have A');
    return first;
  });
}

/** Share of comparisons for which `bench compare` exits with 1. */
const shareRegressed = (comparisons: readonly Comparison[]) =>
  comparisons.filter(
    ({ regressions, total }) => regressions.length > 0 || total?.verdict === 'slower',
  ).length / comparisons.length;

test('equal stacks are hardly ever found to differ, drift or not', () => {
  for (const drift of [0, 0.02]) {
    const comparisons = compareMany(1, { rounds: 10, ratio: 1, drift });
    expect(shareOf(comparisons, 'faster', 'slower')).toBeLessThanOrEqual(0.005);
    expect(shareOf(comparisons, 'same')).toBeGreaterThanOrEqual(0.9);
  }
});

test('a true 2 % is found in at least 95 % of cases with 10 rounds and a control, drift or not', () => {
  for (const drift of [0, 0.02]) {
    const comparisons = compareMany(2, { rounds: 10, ratio: 1.02, drift });
    expect(shareOf(comparisons, 'slower')).toBeGreaterThanOrEqual(0.95);
    expect(shareOf(comparisons, 'faster', 'same')).toBe(0);
    expect(comparisons.every(({ total }) => total?.verdict === 'slower')).toBe(true);
  }
});

test('2.4 times at 1.2 % noise is ranked in at least 99 % of cases with 7 rounds and a control', () => {
  const machine = { rounds: 7, ratio: 2.4, noise: 0.012, shared: 0.005 };
  const comparisons = compareMany(3, machine);
  expect(shareOf(comparisons, 'slower')).toBeGreaterThanOrEqual(0.99);
  expect(comparisons.every(({ total }) => total?.verdict === 'slower')).toBe(true);
});

test('on a machine with noise that all cases of a launch share, equal stacks are not ranked', () => {
  const comparisons = compareMany(4, { rounds: 7, ratio: 1, noise: 0.003, shared: 0.02 });
  expect(shareRegressed(comparisons)).toBeLessThanOrEqual(0.05);
});

test.each([3, 5, 7, 10])(
  'in %i rounds 94 to 97 % of the intervals hold the true ratio',
  (rounds) => {
    const comparisons = compareMany(5, { rounds, ratio: 1.1 });
    const held = coverage(
      comparisons.flatMap((one) => one.cases.map(({ interval }) => interval)),
      1.1,
    );
    expect(held).toBeGreaterThanOrEqual(0.935);
    expect(held).toBeLessThanOrEqual(0.97);
  },
);

test('a launch that takes five times as long hides no 5 %, and is named', () => {
  const comparisons = compareMany(6, { rounds: 7, ratio: 1.05, hiccup: 5 });
  expect(shareOf(comparisons, 'slower')).toBeGreaterThanOrEqual(0.95);
  const odd = comparisons.flatMap((one) => one.cases.filter((each) => each.odd.length > 0));
  expect(odd.length / (sessions * cases.length)).toBeGreaterThanOrEqual(0.99);
});

test.each([0.005, 0.01, 0.02])(
  'two runs of the same thing exit with 1 in at most 5 % at a deviation of %d between runs',
  (deviation) => {
    const comparisons = compareTwins(7, deviation);
    expect(shareRegressed(comparisons)).toBeLessThanOrEqual(0.05);
    const totals = comparisons.map(({ total }) => total?.interval ?? null);
    expect(coverage(totals, 1)).toBeGreaterThanOrEqual(0.93);
  },
);

test.each([0.005, 0.02, 0.04])(
  'three runs of a baseline keep to 5 % whatever the deviation between runs, %d here',
  (deviation) => {
    const comparisons = compareTwins(8, deviation, 3);
    expect(shareRegressed(comparisons)).toBeLessThanOrEqual(0.05);
    expect(
      coverage(
        comparisons.map(({ total }) => total?.interval ?? null),
        1,
      ),
    ).toBeGreaterThanOrEqual(0.91);
  },
);
