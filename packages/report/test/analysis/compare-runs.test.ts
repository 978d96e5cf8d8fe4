import type { Run } from '@stackbench/model';
import { expect, test } from 'vitest';
import { compareRuns, compareStacks, renderComparison } from '../../src/compare/index.ts';
import {
  caseOf,
  launches,
  makeSession,
  naive,
  outcomeAt,
  stackA,
  stackB,
  steady,
  tile,
} from './make-session.ts';

const before = makeSession(
  [...launches(stackA, naive, steady(1000)), ...launches(stackB, naive, steady(1000))],
  'before',
);

test('the same stack in two runs is compared by runs, and drift is not excluded', () => {
  const after = makeSession(launches(stackA, naive, steady(1100, 8)), 'after');
  const { comparisons, leftOut } = compareRuns([before], after);
  expect(comparisons).toMatchObject([
    {
      a: { runId: 'before', stack: stackA },
      b: { runId: 'after', stack: stackA },
      pairing: 'runs',
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
  expect(compareRuns([before], after).comparisons[0]).toMatchObject({
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
  const [comparison] = compareRuns([before], moved).comparisons;
  expect(comparison?.facts.map(({ path }) => path)).toEqual([
    'machine.nvidiaDriver',
    'stackbench.commit',
    'tunables.minSamples',
  ]);
  expect(comparison?.caveats.join('\n')).toMatch(/different machines[^]*different policies/);
});

test('a control of either run widens the margin of both', () => {
  const after = makeSession(
    [
      ...launches(stackA, naive, steady(1080)),
      ...launches(`${stackA}#control`, naive, steady(1200)),
    ],
    'after',
  );
  const [comparison] = compareRuns([before], after).comparisons;
  expect(comparison?.cases[0]?.margin).toBeGreaterThan(0.1);
  expect(comparison?.regressions).toEqual([]);
});

test('a difference that two runs may have by themselves is no regression, whatever the launches say', () => {
  const after = makeSession(launches(stackA, naive, steady(1040)), 'after');
  const [comparison] = compareRuns([before], after).comparisons;
  expect(comparison?.cases[0]).toMatchObject({ verdict: 'inconclusive', because: 'wide-interval' });
  expect(comparison?.cases[0]?.detectable).toBeGreaterThan(0.06);
  expect(comparison?.caveats.join('\n')).toContain('2 % is allowed for each');
});

/** Three runs of A that differ by so much. */
function threeRuns(deviation: number) {
  return [1 - deviation, 1, 1 + deviation].map((factor, at) =>
    makeSession(launches(stackA, naive, steady(1000 * factor)), `before-${at}`),
  );
}

test('three runs of the baseline tell how much runs differ, more or less than is allowed for', () => {
  const after = makeSession(launches(stackA, naive, steady(1040)), 'after');
  const quiet = compareRuns(threeRuns(0.001), after).comparisons[0];
  expect(quiet?.cases[0]?.verdict).toBe('slower');
  expect(quiet?.earlier).toHaveLength(2);
  expect(quiet?.caveats.join('\n')).toContain('taken from the 3 runs of A');
  expect(compareRuns(threeRuns(0.03), after).comparisons[0]?.regressions).toEqual([]);
});

/** A run whose one stack has these facts. */
function runWith(runId: string, facts: Record<string, string | boolean>) {
  const run = makeSession(launches(stackA, naive, steady(1000)), runId);
  run.header.stacks[0]!.facts = facts;
  return run;
}

test.each([
  ['GPU', { gpu: 'NVIDIA H200' }, { gpu: 'NVIDIA L4' }],
  ['math mode', { mathMode: 'f32 as IEEE' }, { mathMode: 'TF32' }],
  ['clock', { clock: 'timestamp-query' }, { clock: 'host', hostClock: true }],
])('runs that differ in the %s are never ranked together', (_, a, b) => {
  const [apart] = compareRuns([runWith('one', a)], runWith('two', b)).comparisons;
  expect(apart?.cases).toEqual([]);
  expect(apart?.leftOut[0]?.reason).toContain('never compared');
  // What one run did not tell yet keeps nothing apart.
  expect(compareRuns([runWith('one', {})], runWith('two', b)).comparisons[0]?.cases).toHaveLength(
    'hostClock' in b ? 0 : 1,
  );
});

test('a case that is other work in two runs is left out', () => {
  const after = makeSession(launches(stackA, naive, steady(1000)), 'after');
  const cases = after.header.cases.map((record) => ({ ...record, flops: record.flops * 2 }));
  const [comparison] = compareRuns([before], {
    ...after,
    header: { ...after.header, cases },
  }).comparisons;
  expect(comparison?.leftOut).toMatchObject([{ case: naive, cause: 'work' }]);
});

/** A run of the case in which every round ran the program of that digest, or one digest a round. */
function runOf(runId: string, digests: string | readonly string[], commit = 'c0ffee'): Run {
  const outcomes = launches(stackA, naive, steady(1000)).map((outcome, round) => ({
    ...outcome,
    programDigest: typeof digests === 'string' ? digests : digests[round % digests.length],
  }));
  const run = makeSession(outcomes, runId);
  return { ...run, header: { ...run.header, commit, dirty: true } };
}

const [one, two] = ['1'.repeat(16), '2'.repeat(16)];

test('two dirty runs of one commit tell of the kernel that was edited between them', () => {
  const [comparison] = compareRuns([runOf('one', one)], runOf('two', two)).comparisons;
  expect(comparison?.facts).toEqual([
    { path: 'program of gemm/naive f32', a: { value: one }, b: { value: two } },
  ]);
  expect(comparison?.caveats.join('\n')).toContain('Not the same programs ran in both runs');
  const text = renderComparison(comparison!, { width: 100, color: false });
  expect(text).not.toContain('The facts of both are the same.');
  expect(text).toMatch(/program of gemm\/naive f32 +1{16} +2{16}/);
});

test('the same program in two runs is no fact that differs, nor one that an older run does not tell', () => {
  const older = makeSession(launches(stackA, naive, steady(1000)), 'older');
  for (const a of [
    runOf('one', one),
    { ...older, header: { ...older.header, commit: 'c0ffee' } },
  ]) {
    const [comparison] = compareRuns([a], runOf('two', one)).comparisons;
    expect(comparison?.facts.filter(({ path }) => path.startsWith('program'))).toEqual([]);
  }
});

test('rounds, and runs of a baseline, that ran different programs are never one series', () => {
  const mixed = compareRuns([runOf('one', [one, two])], runOf('two', two)).comparisons[0];
  expect(mixed?.cases).toEqual([]);
  expect(mixed?.leftOut).toEqual([
    { case: naive, cause: 'edited', reason: 'A: not the same program in every round' },
  ]);
  const runs = [runOf('a', one), runOf('b', two), runOf('c', two)];
  expect(compareRuns(runs, runOf('d', two)).comparisons[0]?.leftOut).toEqual([
    { case: naive, cause: 'edited', reason: 'A: not the same program in each of its runs' },
  ]);
});

test('`best` may choose another variant in another round', () => {
  const best = caseOf('best');
  const outcomes = (runId: string) =>
    makeSession(
      steady(1000).map((timeNs, round) =>
        outcomeAt(stackA, best, round, timeNs, {
          chosenVariant: round % 2 === 0 ? 'naive' : 'shared-tile',
          programDigest: round % 2 === 0 ? one : two,
        }),
      ),
      runId,
    );
  const [comparison] = compareRuns([outcomes('one')], outcomes('two')).comparisons;
  expect(comparison?.cases).toHaveLength(1);
});

test('a run with itself is bad usage, as is a run of no such stack', () => {
  expect(() => compareRuns([before], before)).toThrow('itself');
  expect(() => compareStacks({ run: before, stack: stackA }, { run: before, stack: 'x' })).toThrow(
    "no stack 'x'",
  );
});
