// @module-tag machine
import { expect, test } from 'vitest';
import { judgeFamily, pairedLogRatio, ratioInterval, type Verdict } from '../src/index.ts';
import { seedRandom } from './random.ts';
import { type Session, simulate } from './simulated-machine.ts';

const trials = 2000;

/** How often each verdict falls, as fractions of the trials. */
function tally(seed: number, session: Session, margin = 0.01): Record<Verdict, number> {
  const random = seedRandom(seed);
  const counts = { faster: 0, slower: 0, same: 0, inconclusive: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const logRatio = pairedLogRatio(simulate(random, session));
    for (const { verdict } of judgeFamily([{ logRatio, margin }])) {
      counts[verdict] += 1 / trials;
    }
  }
  return counts;
}

const differing = ({ faster, slower }: Record<Verdict, number>) => faster + slower;

test.each([5, 7, 10])(
  'in %i rounds a stack is hardly ever found to differ from itself',
  (rounds) => {
    expect(differing(tally(1, { rounds, ratio: 1 }))).toBeLessThanOrEqual(0.005);
  },
);

test.each([5, 7, 10])(
  'in %i rounds even a margin of zero errs one time in twenty only',
  (rounds) => {
    const rate = differing(tally(2, { rounds, ratio: 1 }, 0));
    // ± 3 standard errors of 2000 trials around the nominal 5 %.
    expect(rate).toBeGreaterThan(0.035);
    expect(rate).toBeLessThan(0.065);
  },
);

test('in 10 rounds a true 2 % is found in at least 95 %', () => {
  expect(tally(3, { rounds: 10, ratio: 1.02 }).slower).toBeGreaterThanOrEqual(0.95);
  expect(tally(4, { rounds: 10, ratio: 1 / 1.02 }).faster).toBeGreaterThanOrEqual(0.95);
});

test('in 10 rounds equal stacks are nearly always the same', () => {
  expect(tally(5, { rounds: 10, ratio: 1 }).same).toBeGreaterThanOrEqual(0.9);
});

test('a drift of 2 % over the session flips no verdict when the order is randomised', () => {
  const drift = 0.02;
  expect(differing(tally(6, { rounds: 10, ratio: 1, drift }))).toBeLessThanOrEqual(0.005);
  const slower = tally(7, { rounds: 10, ratio: 1.02, drift });
  expect(slower.slower).toBeGreaterThanOrEqual(0.95);
  expect(slower.faster).toBe(0);
  expect(slower.same).toBe(0);
});

test('the same drift deceives without that order, which is why rounds are shuffled', () => {
  const session = { rounds: 10, ratio: 1, drift: 0.02, order: 'all A, then all B' } as const;
  expect(differing(tally(8, session, 0))).toBeGreaterThan(0.8);
});

test.each([3, 5, 7, 10])('in %i rounds 95 % of the intervals hold the true ratio', (rounds) => {
  const random = seedRandom(9);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const logRatio = pairedLogRatio(simulate(random, { rounds, ratio: 1.3 }));
    const { low, high } = ratioInterval(logRatio, 0.95)!;
    if (low <= 1.3 && 1.3 <= high) held++;
  }
  // ± 3 standard errors.
  expect(held / trials).toBeGreaterThan(0.935);
  expect(held / trials).toBeLessThan(0.965);
});

test('false-discovery control keeps invented differences of a large table rare', () => {
  const random = seedRandom(10);
  let invented = 0;
  const tables = 100;
  for (let table = 0; table < tables; table++) {
    const contenders = Array.from({ length: 20 }, () => ({
      logRatio: pairedLogRatio(simulate(random, { rounds: 7, ratio: 1 })),
      margin: 0,
    }));
    const judgements = judgeFamily(contenders);
    if (judgements.some(({ verdict }) => verdict === 'faster' || verdict === 'slower')) invented++;
  }
  // Without it 1 − 0.95²⁰ = 64 % of the tables would hold one.
  expect(invented / tables).toBeLessThanOrEqual(0.12);
});
