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
    { stack: stackA, cases: 1, judgement: { verdict: 'same' } },
  ]);
  expect(controlled.cases[0]?.verdict).toBe('slower');
  expect(controlled.caveats).toEqual([]);
  expect(session(...both).caveats.join('\n')).toContain('No A/A control');
});

test('nothing is ranked when the control is not the same', () => {
  const comparison = session(
    launches(stackA, naive, steady(1000)),
    launches(stackB, naive, steady(2000)),
    launches(controlId, naive, steady(1050)),
  );
  expect(comparison.cases[0]).toMatchObject({ verdict: 'inconclusive', because: 'control' });
  expect(comparison.total).toMatchObject({ verdict: 'inconclusive', because: 'control' });
  expect(comparison.regressions).toEqual([]);
  expect(comparison.caveats[0]).toContain('nothing is ranked');
});

test('a case in which the control is off has a wider margin than the others', () => {
  const comparison = session(
    ...[naive, tile].flatMap((id) => [
      launches(stackA, id, steady(1000)),
      launches(stackB, id, steady(1015)),
    ]),
    launches(controlId, naive, steady(1020)),
    launches(controlId, tile, steady(985)),
  );
  expect(comparison.controls[0]?.judgement?.verdict).toBe('same');
  expect(comparison.cases[0]?.verdict).toBe('same');
  expect(comparison.cases[0]?.margin).toBeCloseTo(0.02, 6);
  expect(comparison.cases[1]?.margin).toBeCloseTo(1 / 0.985 - 1, 6);
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
