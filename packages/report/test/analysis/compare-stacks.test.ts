import type { Outcome, Run } from '@stackbench/model';
import { expect, test } from 'vitest';
import { compareStacks, type Comparison } from '../../src/compare/index.ts';
import { failedOutcome } from '../make-run.ts';
import {
  caseOf,
  controlId,
  launches,
  makeSession,
  naive,
  outcomeAt,
  stackA,
  stackB,
  steady,
  tile,
} from './make-session.ts';

const compare = (run: Run, margin = 0.01): Comparison =>
  compareStacks({ run, stack: stackA }, { run, stack: stackB }, { margin });

const session = (...outcomes: Outcome[][]) => compare(makeSession(outcomes.flat()));

test('two stacks of a run are compared by round, case by case and over the suite', () => {
  const comparison = session(
    launches(stackA, naive, steady(1000)),
    launches(stackB, naive, steady(1100)),
    launches(stackA, tile, steady(500)),
    launches(stackB, tile, steady(400)),
  );
  expect(comparison).toMatchObject({
    pairing: 'rounds',
    margin: 0.01,
    leftOut: [],
    regressions: [naive],
  });
  const [one, other] = comparison.cases;
  expect(one).toMatchObject({ case: naive, verdict: 'slower', launches: 10 });
  expect(one?.ratio).toBeCloseTo(1.1, 6);
  expect(one!.bNs / one!.aNs).toBeCloseTo(1.1, 6);
  expect(other).toMatchObject({ case: tile, verdict: 'faster', evidence: 'publishable' });
  expect(comparison.total?.ratio).toBeCloseTo(Math.sqrt(1.1 * 0.8), 6);
  expect(comparison.total).toMatchObject({ verdict: 'faster', launches: 10 });
});

test('what slows a whole round does not widen the interval of a pair', () => {
  const slowing = Array.from({ length: 10 }, (_, round) => 1000 * 1.1 ** round);
  const [only] = session(
    launches(stackA, naive, slowing),
    launches(
      stackB,
      naive,
      slowing.map((timeNs) => timeNs * 1.05),
    ),
  ).cases;
  expect(only?.verdict).toBe('slower');
  expect(only!.interval!.high - only!.interval!.low).toBeLessThan(1e-9);
});

test('rounds without a partner are not used, and counted', () => {
  const a = launches(stackA, naive, steady(1000));
  a[3] = failedOutcome(stackA, naive, 'throttled', 'the clock fell', 3);
  const [only] = session(a, launches(stackB, naive, steady(1000, 8))).cases;
  expect(only).toMatchObject({ launches: 7, unpairedRounds: 3, verdict: 'same' });
});

test('the interval over the suite rests on the rounds that hold all cases', () => {
  const comparison = session(
    launches(stackA, naive, steady(1000)),
    launches(stackB, naive, steady(2000)),
    launches(stackA, tile, steady(1000, 7)),
    launches(stackB, tile, steady(500)),
  );
  expect(comparison.total).toMatchObject({ verdict: 'same', launches: 7 });
  expect(comparison.total?.ratio).toBeCloseTo(1, 6);
});

test('a round that is written twice counts once, as written last', () => {
  const a = launches(stackA, naive, steady(1000));
  const resumed = [failedOutcome(stackA, naive, 'interrupted', 'stopped', 0), ...a];
  const [only] = session(resumed, launches(stackB, naive, steady(1000))).cases;
  expect(only?.launches).toBe(10);
});

test('one round gives a ratio, no interval, and is inconclusive', () => {
  const comparison = session(launches(stackA, naive, [1000]), launches(stackB, naive, [2000]));
  expect(comparison.cases[0]).toMatchObject({ interval: null, because: 'no-interval' });
  expect(comparison.total).toMatchObject({ interval: null, verdict: 'inconclusive' });
  expect(comparison.total?.ratio).toBeCloseTo(2, 9);
  expect(comparison.caveats.join('\n')).toContain('Fewer than 7 rounds');
});

test('a case that is not ok on both sides is left out with the reason, and counts as nothing', () => {
  const wrong = [...launches(stackB, tile, steady(100))];
  wrong[9] = failedOutcome(stackB, tile, 'wrong-result', '3 of 4096 elements are wrong', 9);
  const half = caseOf('naive', 'f16');
  const comparison = session(
    launches(stackA, naive, steady(1000)),
    launches(stackB, naive, steady(2000)),
    launches(stackA, tile, steady(1000)),
    wrong,
    launches(stackA, half, steady(1000)),
    [failedOutcome(stackB, half, 'unsupported', 'no shader-f16')],
    launches(stackB, caseOf('vectorized'), steady(1)),
  );
  expect(comparison.cases.map((one) => one.case)).toEqual([naive]);
  expect(comparison.total?.ratio).toBeCloseTo(2, 6);
  expect(comparison.leftOut).toEqual([
    { case: tile, cause: 'wrong-result', reason: 'B: wrong result: 3 of 4096 elements are wrong' },
    { case: half, cause: 'not-measured', reason: 'B: unsupported: no shader-f16' },
    {
      case: caseOf('vectorized'),
      cause: 'missing',
      reason: 'A: no outcome; the run ended before',
    },
  ]);
});

test('a measurement that did not pass every gate is not compared', () => {
  const [first] = launches(stackB, naive, [1000]);
  if (first?.status !== 'ok') throw new Error('the helper makes ok outcomes');
  const { gates } = first.verification;
  for (const failing of gates.keys()) {
    const verification = {
      gates: gates.map((gate, at) => ({ ...gate, passed: at !== failing })),
    };
    const unverified = outcomeAt(stackB, naive, 0, 1000, { verification });
    const comparison = session(launches(stackA, naive, [1000]), [unverified]);
    expect(comparison.cases).toEqual([]);
    expect(comparison.total).toBeNull();
    expect(comparison.leftOut).toMatchObject([{ case: naive, cause: 'unverified' }]);
  }
});

test('hardware is not compared with software', () => {
  const software = 'webgpu:dawn/swiftshader';
  const run = makeSession([
    ...launches(stackA, naive, steady(1000)),
    ...launches(software, naive, steady(9000)),
  ]);
  const comparison = compareStacks({ run, stack: stackA }, { run, stack: software });
  expect(comparison.cases).toEqual([]);
  expect(comparison.leftOut).toEqual([
    {
      case: naive,
      cause: 'software',
      reason: 'B computes in software and A on hardware: these are never compared',
    },
  ]);
});

test('cold caches are not compared with hot ones', () => {
  const hot = steady(500).map((timeNs, round) =>
    outcomeAt(stackB, naive, round, timeNs, { caches: 'hot' }),
  );
  expect(session(launches(stackA, naive, steady(1000)), hot).leftOut).toMatchObject([
    { cause: 'caches', reason: 'A was timed with cold caches and B with hot ones' },
  ]);
});

test('stacks that never measured in the same round are not compared', () => {
  const comparison = session(launches(stackA, naive, [1000]), [outcomeAt(stackB, naive, 1, 1000)]);
  expect(comparison.leftOut).toMatchObject([{ case: naive, cause: 'unpaired' }]);
});

test('what `best` chose is told where it differs', () => {
  const best = caseOf('best');
  const choosing = (stack: string, chosenVariant: string) =>
    steady(1000).map((timeNs, round) => outcomeAt(stack, best, round, timeNs, { chosenVariant }));
  const differing = session(choosing(stackA, 'naive'), choosing(stackB, 'warp-tile'));
  expect(differing.cases[0]?.chosen).toEqual({ a: ['naive'], b: ['warp-tile'] });
  const alike = session(choosing(stackA, 'naive'), choosing(stackB, 'naive'));
  expect(alike.cases[0]).not.toHaveProperty('chosen');
});

test('a control that is the same lets verdicts stand; without one, that is said', () => {
  const both = [launches(stackA, naive, steady(1000)), launches(stackB, naive, steady(1100))];
  const controlled = session(...both, launches(controlId, naive, steady(1000, 10, 1)));
  expect(controlled.controls).toMatchObject([
    { stack: stackA, cases: 1, ratio: expect.closeTo(1, 3) },
  ]);
  expect(controlled.cases[0]?.verdict).toBe('slower');
  expect(controlled.caveats).toEqual([]);
  expect(session(...both).caveats.join('\n')).toContain('No A/A control');
});

/** A and B beside a control that takes 5 % longer than A. */
function besideNoise(ratio: number, margin?: number) {
  const run = makeSession([
    ...launches(stackA, naive, steady(1000)),
    ...launches(stackB, naive, steady(1000 * ratio)),
    ...launches(controlId, naive, steady(1050)),
  ]);
  return compare(run, margin);
}

test('a control that is off widens the margin, so that more is told the larger it is', () => {
  expect(besideNoise(2.4).cases[0]).toMatchObject({
    verdict: 'slower',
    margin: expect.closeTo(0.05, 3),
  });
  expect(besideNoise(1.02).cases[0]?.verdict).not.toBe('slower');
  expect(besideNoise(1.02).regressions).toEqual([]);
  expect(besideNoise(2.4).caveats.join('\n')).toContain('may differ from itself by 5 %');
  // What the control found is a measure of the machine: no margin that is asked for moves it.
  expect(besideNoise(2.4, 0.2).controls).toEqual(besideNoise(2.4, 0).controls);
});

/** Seven rounds that scatter by 3 %. */
function noisy(timeNs: number, phase: number): number[] {
  return Array.from(
    { length: 7 },
    (_, round) => timeNs * (1 + 0.03 * Math.sin(2.3 * round + phase)),
  );
}

test('the published run of a noisy machine tells 0.433 beside a control of 0.995 to 1.051', () => {
  const comparison = session(
    launches(stackA, naive, noisy(1000, 0)),
    launches(stackB, naive, noisy(433, 1)),
    launches(controlId, naive, noisy(1023, 2)),
  );
  expect(comparison.controls[0]?.noise).toBeGreaterThan(0.03);
  expect(comparison.cases[0]?.verdict).toBe('faster');
});

test('one round of seven that took five times as long sets no headline, and is named', () => {
  const b = steady(1050, 7, 2);
  b[3] = b[3]! * 5;
  const [only] = session(
    launches(stackA, naive, steady(1000, 7)),
    launches(stackB, naive, b),
  ).cases;
  expect(only).toMatchObject({
    verdict: 'slower',
    odd: [{ side: 'B', round: 4, factor: expect.closeTo(5, 1) }],
  });
  expect(only?.ratio).toBeCloseTo(1.05, 2);
  // The neighbour: a hiccup of A does not make B faster.
  const a = steady(1000, 7);
  a[0] = a[0]! * 3;
  const [other] = session(
    launches(stackA, naive, a),
    launches(stackB, naive, steady(1000, 7)),
  ).cases;
  expect(other).toMatchObject({ verdict: 'same', odd: [{ side: 'A', round: 1 }] });
});

/** Two rounds of times without any scatter. */
function withoutScatter(ratio: number) {
  return session(
    launches(stackA, naive, [1000, 1000]),
    launches(stackB, naive, [1000 * ratio, 1000 * ratio]),
  );
}

test('times of a coarse clock that agree to the last step are no certainty', () => {
  expect(withoutScatter(1.02).cases[0]).toMatchObject({ verdict: 'inconclusive' });
  expect(withoutScatter(1.02).regressions).toEqual([]);
  expect(withoutScatter(2).cases[0]?.verdict).toBe('slower');
});

test.each([
  [1e-3, 'slower'],
  [20, 'inconclusive'],
])('a clock that tells its step, %d ns, is taken at its word', (clockQuantumNs, verdict) => {
  const run = makeSession([
    ...launches(stackA, naive, [1000, 1000, 1000]),
    ...launches(stackB, naive, [1020, 1020, 1020]),
  ]);
  for (const { facts } of run.header.stacks) facts['clockQuantumNs'] = clockQuantumNs;
  expect(compare(run).cases[0]?.verdict).toBe(verdict);
});

test.each(['timeout', 'crash', 'wrong-result'] as const)(
  'a case that ends in %s on B alone is a regression',
  (status) => {
    const b = launches(stackB, naive, steady(1000));
    b[2] = failedOutcome(stackB, naive, status, 'it went wrong', 2);
    const comparison = session(launches(stackA, naive, steady(1000)), b);
    expect(comparison.regressions).toEqual([naive]);
    expect(comparison.broken).toEqual([
      { case: naive, reason: `${status.replace('-', ' ')} in 1 of 10 rounds: it went wrong` },
    ]);
  },
);

test('what A fails too, or B cannot run here, is no regression', () => {
  const [a, b] = [stackA, stackB].map((stack) => [
    ...launches(stack, naive, steady(1000, 9)),
    failedOutcome(stack, naive, 'crash', 'gone', 9),
  ]);
  expect(session(a!, b!).broken).toEqual([]);
  const unsupported = [failedOutcome(stackB, naive, 'unsupported', 'no f16')];
  expect(session(launches(stackA, naive, [1000]), unsupported).broken).toEqual([]);
});

test('two GPUs of one run, or two kinds of clock, are never ranked together', () => {
  const run = makeSession([
    ...launches(stackA, naive, steady(1000)),
    ...launches(stackB, naive, steady(2000)),
  ]);
  const [a, b] = run.header.stacks;
  Object.assign(a!.facts, { gpu: 'NVIDIA H200' });
  Object.assign(b!.facts, { gpu: 'NVIDIA L4' });
  expect(compare(run)).toMatchObject({ cases: [], leftOut: [{ cause: 'device' }] });
  Object.assign(b!.facts, { gpu: 'NVIDIA H200' });
  expect(compare(run).cases).toHaveLength(1);
  Object.assign(b!.facts, { hostClock: true });
  expect(compare(run)).toMatchObject({ cases: [], leftOut: [{ cause: 'clock' }] });
});

test('a time that no device can take is a wrong result and reaches no ratio', () => {
  for (const absurd of [1e-300, 1e300]) {
    const comparison = session(
      launches(stackA, naive, steady(1000)),
      launches(stackB, naive, [...steady(1000, 9), absurd]),
    );
    expect(comparison.leftOut).toMatchObject([{ cause: 'wrong-result' }]);
  }
});

test('a total says over how many rounds it is, and is none where no round is whole', () => {
  const some = session(
    launches(stackA, naive, steady(1000)),
    launches(stackB, naive, steady(2000)),
    launches(stackA, tile, steady(1000, 7)),
    launches(stackB, tile, steady(500)),
  );
  expect(some.total).toMatchObject({ launches: 7, rounds: 10 });
  expect(some.caveats.join('\n')).toContain('3 of 10 rounds lack a case');
  const none = session(
    launches(stackA, naive, [1000]),
    launches(stackB, naive, [2000]),
    [outcomeAt(stackA, tile, 1, 1000)],
    [outcomeAt(stackB, tile, 1, 500)],
  );
  expect(none.total).toBeNull();
  expect(none.caveats.join('\n')).toContain('No round holds all 2 cases');
});

test('a larger margin turns a regression into the same', () => {
  const run = makeSession([
    ...launches(stackA, naive, steady(1000)),
    ...launches(stackB, naive, steady(1030)),
  ]);
  expect(compare(run, 0.01).regressions).toEqual([naive]);
  expect(compare(run, 0.05)).toMatchObject({ regressions: [], cases: [{ verdict: 'same' }] });
});

test('exchanging the stacks exchanges faster and slower', () => {
  const run = makeSession([
    ...launches(stackA, naive, steady(1000)),
    ...launches(stackB, naive, steady(1030, 10, 2)),
  ]);
  const back = compareStacks({ run, stack: stackB }, { run, stack: stackA });
  expect(back.cases[0]?.verdict).toBe('faster');
  expect(back.cases[0]!.ratio * compare(run).cases[0]!.ratio).toBeCloseTo(1, 9);
});

test('a comparison survives JSON', () => {
  const comparison = session(launches(stackA, naive, [1000]), launches(stackB, naive, [2000]));
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
});

test('an unknown stack, a stack with itself, or a margin that is none is bad usage', () => {
  const run = makeSession(launches(stackA, naive, [1000]));
  const a = { run, stack: stackA };
  expect(() => compareStacks(a, { run, stack: 'webgpu:x' })).toThrow("no stack 'webgpu:x'");
  expect(() => compareStacks(a, a)).toThrow('itself');
  const other = { run: makeSession(launches(stackB, naive, [1]), 'two'), stack: stackB };
  expect(() => compareStacks(a, other, { margin: -1 })).toThrow('margin of -1');
});
