import type { Outcome, Run } from '@stackbench/model';
import { expect, test } from 'vitest';
import { seedRandom, type Random } from '../../../statistics/test/random.ts';
import { type Comparison, compareStacks } from '../../src/compare/index.ts';
import { caseOf, controlId, makeSession, outcomeAt, stackA, stackB } from './make-session.ts';

const cases = Array.from({ length: 8 }, (_, index) => caseOf(`v${index}`));
const stacks = [stackA, stackB, controlId];
const sessions = 150;

interface Machine {
  rounds: number;
  /** True t_B / t_A in every case. */
  ratio: number;
  /** Slowdown from the first launch to the last, as a fraction. */
  drift: number;
}

/** A run with its A/A control: launches scatter by 0.5 %, stacks are shuffled in each round. */
function simulateRun(random: Random, { rounds, ratio, drift }: Machine): Run {
  const outcomes: Outcome[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [position, stack] of random.shuffle(stacks).entries()) {
      const progress = (round * stacks.length + position) / (rounds * stacks.length - 1);
      for (const id of cases) {
        const timeNs = 1000 * (stack === stackB ? ratio : 1) * (1 + drift * progress);
        const own = timeNs * Math.exp(0.005 * random.normal());
        outcomes.push(outcomeAt(stack, id, round, own));
      }
    }
  }
  return makeSession(outcomes);
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
