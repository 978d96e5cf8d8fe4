import { expect, test } from 'vitest';
import { compareRuns, compareStacks } from '../../src/compare/index.ts';
import {
  caseOf,
  launches,
  makeSession,
  naive,
  stackA,
  stackB,
  steady,
  tile,
} from './make-session.ts';

const before = makeSession(
  [...launches(stackA, naive, steady(1000)), ...launches(stackB, naive, steady(1000))],
  'before',
);

test('the same stack in two runs is compared by launches, and drift is not excluded', () => {
  const after = makeSession(launches(stackA, naive, steady(1100, 8)), 'after');
  const { comparisons, leftOut } = compareRuns(before, after);
  expect(comparisons).toMatchObject([
    {
      a: { runId: 'before', stack: stackA },
      b: { runId: 'after', stack: stackA },
      pairing: 'launches',
      cases: [{ case: naive, verdict: 'slower', launches: 8, unpairedRounds: 0 }],
      total: { verdict: 'slower', launches: 8 },
      regressions: [naive],
    },
  ]);
  expect(comparisons[0]?.cases[0]?.ratio).toBeCloseTo(1.1, 3);
  expect(comparisons[0]?.caveats.join('\n')).toContain('drift between them cannot be excluded');
  expect(leftOut).toEqual([{ stack: stackB, reason: 'only in run A' }]);
});

test('different numerics are never compared, and cases of one run only are left out', () => {
  const after = makeSession(
    [
      ...launches(stackA, caseOf('naive', 'tf32'), [1]),
      ...launches(stackA, tile, [1]),
      ...launches(stackA, caseOf('vectorized', 'f16'), [1]),
    ],
    'after',
  );
  expect(compareRuns(before, after).comparisons[0]).toMatchObject({
    cases: [],
    total: null,
    leftOut: [
      { case: naive, cause: 'numerics', reason: expect.stringContaining('only in tf32') },
      { case: caseOf('naive', 'tf32'), cause: 'numerics' },
      { case: tile, cause: 'missing', reason: 'A: not in its run' },
      { case: caseOf('vectorized', 'f16'), cause: 'missing' },
    ],
  });
});

test('machine, policy and build are among the facts of two runs', () => {
  const after = makeSession(launches(stackA, naive, steady(1000)), 'after');
  const { header } = after;
  const moved = {
    ...after,
    header: {
      ...header,
      commit: 'c0ffee',
      machine: { ...header.machine, nvidiaDriver: '580.65' },
      tunables: { ...header.tunables, minSamples: 99 },
    },
  };
  const [comparison] = compareRuns(before, moved).comparisons;
  expect(comparison?.facts.map(({ path }) => path)).toEqual([
    'machine.nvidiaDriver',
    'stackbench.commit',
    'tunables.minSamples',
  ]);
  expect(comparison?.caveats.join('\n')).toMatch(/different machines[^]*different policies/);
});

test('a control of either run can stop the ranking', () => {
  const after = makeSession(
    [
      ...launches(stackA, naive, steady(2000)),
      ...launches(`${stackA}#control`, naive, steady(2200)),
    ],
    'after',
  );
  const { comparisons } = compareRuns(before, after);
  expect(comparisons).toHaveLength(1);
  expect(comparisons[0]?.cases[0]).toMatchObject({ because: 'control' });
});

test('a run with itself is bad usage, as is a run of no such stack', () => {
  expect(() => compareRuns(before, before)).toThrow('itself');
  expect(() => compareStacks({ run: before, stack: stackA }, { run: before, stack: 'x' })).toThrow(
    "no stack 'x'",
  );
});
