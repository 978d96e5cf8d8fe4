import type { Outcome, Run } from '@stackbench/model';
import { expect, it } from 'vitest';
import { rank } from '../../../src/analysis/ranking.ts';
import { rankStacks } from '../../../src/analysis/stack-ranking/stack-ranking.ts';
import { summarizeRun } from '../../../src/analysis/summary.ts';
import { failedOutcome } from '../../make-run.ts';
import {
  caseOf,
  launches,
  makeSession,
  outcomeAt,
  stackA,
  stackB,
  steady,
} from '../make-session.ts';

const rankingsOf = (run: Run) => rankStacks(run, rank(run, summarizeRun(run)));
const library = (size: number, dataType = 'f32') => `gemm/library:m=${size},n=64,k=64;${dataType}`;
const stackC = 'webgpu:deno/card';

/** Ten rounds of a case on a stack, at about this time. */
const measured = (stack: string, id: string, timeNs: number, phase = 0): Outcome[] =>
  launches(stack, id, steady(timeNs, 10, phase));

it('ranks stacks by the geometric mean over the problems that all measured', () => {
  const run = makeSession([
    ...measured(stackA, library(1), 1000),
    ...measured(stackA, library(2), 4000),
    ...measured(stackB, library(1), 2000, 1),
    ...measured(stackB, library(2), 1000, 1),
    // Only one has it: it must not count.
    ...measured(stackA, library(3), 1),
  ]);
  const [ranking, ...others] = rankingsOf(run);
  expect(others).toEqual([]);
  expect(ranking).toMatchObject({ discipline: 'library', dataType: 'f32', measuredCases: 3 });
  expect(ranking?.cases.map(({ id }) => id)).toEqual([library(1), library(2)]);
  const [first, second] = ranking!.places;
  expect([first?.stack.id, second?.stack.id]).toEqual([stackB, stackA]);
  expect(second?.share).toBeCloseTo(1 / Math.SQRT2, 3);
  expect([first?.wins, second?.wins]).toEqual([1, 1]);
});

it('leaves copies out, which compute nothing, unless there is nothing else', () => {
  const copy = 'copy/library:n=1024;f32';
  const onlyCopies = [...measured(stackA, copy, 5000), ...measured(stackB, copy, 1000, 1)];
  const run = makeSession([
    ...onlyCopies,
    ...measured(stackA, library(1), 1000),
    ...measured(stackB, library(1), 2000, 1),
  ]);
  const withCopies = (one: Run): Run => ({
    ...one,
    header: {
      ...one.header,
      cases: one.header.cases.map((each) =>
        each.id === copy ? { ...each, work: 'bytes', flops: 0 } : each,
      ),
    },
  });
  const casesOf = (one: Run) =>
    rankingsOf(withCopies(one)).map(({ cases }) => cases.map(({ id }) => id));
  expect(casesOf(run)).toEqual([[library(1)]]);
  expect(casesOf(makeSession(onlyCopies))).toEqual([[copy]]);
});

it("judges the first place against each other one as 'bench compare' would", () => {
  const run = makeSession([
    ...measured(stackA, library(1), 1000),
    ...measured(stackB, library(1), 1002, 1),
    ...measured(stackC, library(1), 1300, 2),
  ]);
  const [ranking] = rankingsOf(run);
  expect(ranking?.places.map(({ behind }) => behind?.verdict ?? null)).toEqual([
    null,
    'same',
    'faster',
  ]);
  expect(ranking?.places[2]?.behind).toMatchObject({ evidence: 'publishable', launches: 10 });
});

it('widens the margin by what the A/A control finds', () => {
  const run = makeSession([
    ...measured(stackA, library(1), 1000),
    ...measured(stackB, library(1), 1050, 1),
    ...measured(`${stackA}#control`, library(1), 1200, 2),
  ]);
  const [ranking] = rankingsOf(run);
  expect(ranking?.places).toHaveLength(2);
  expect(ranking?.places[1]?.behind?.margin).toBeGreaterThan(0.19);
  expect(ranking?.places[1]?.behind?.verdict).toBe('same');
});

it('never sets a library against a kernel, nor one kernel against another', () => {
  const run = makeSession([
    ...measured(stackA, library(64), 1000),
    ...measured(stackA, caseOf('naive'), 9000),
    ...measured(stackB, caseOf('shared-tile'), 3000),
    ...measured(stackB, caseOf('best'), 3000),
  ]);
  expect(rankingsOf(run)).toEqual([]);
});

it('ranks the same kernels, and `best` by what it measured anew', () => {
  const run = makeSession([
    ...[caseOf('naive'), caseOf('best')].flatMap((id) => [
      ...measured(stackA, id, 1000),
      ...measured(stackB, id, 2000, 1),
    ]),
    ...measured(stackB, caseOf('shared-tile'), 10),
  ]);
  const found = rankingsOf(run);
  expect(found.map(({ discipline }) => discipline)).toEqual(['best', 'kernels']);
  expect(found[1]?.cases.map(({ id }) => id)).toEqual([caseOf('naive')]);
  expect(found.map(({ places }) => places[0]?.stack.id)).toEqual([stackA, stackA]);
});

it('keeps data types, and software from hardware, apart', () => {
  const soft = ['webgpu:dawn/swiftshader', 'webgpu:chromium/swiftshader'];
  const run = makeSession(
    [stackA, stackB, ...soft].flatMap((stack) =>
      ['f32', 'f16'].flatMap((dataType) => measured(stack, library(1, dataType), 1000)),
    ),
  );
  expect(rankingsOf(run).map(({ dataType, software }) => [dataType, software])).toEqual([
    ['f32', false],
    ['f16', false],
    ['f32', true],
    ['f16', true],
  ]);
});

it('names a stack that measured too little instead of ranking by what is left', () => {
  const run = makeSession([
    ...[1, 2, 3].flatMap((size) => [
      ...measured(stackA, library(size), 1000),
      ...measured(stackB, library(size), 1100, 1),
    ]),
    ...measured(stackC, library(1), 10),
    failedOutcome(stackC, library(2), 'out-of-memory', 'too big'),
  ]);
  const [ranking] = rankingsOf(run);
  expect(ranking?.leftOut.map(({ id }) => id)).toEqual([stackC]);
  expect(ranking?.cases).toHaveLength(3);
});

it('counts no problem with cold caches on one stack and hot ones on another', () => {
  const run = makeSession([
    ...measured(stackA, library(1), 1000),
    ...measured(stackB, library(1), 1000),
    outcomeAt(stackA, library(2), 0, 1000, { caches: 'hot' }),
    outcomeAt(stackB, library(2), 0, 1000),
  ]);
  expect(rankingsOf(run)[0]?.cases.map(({ id }) => id)).toEqual([library(1)]);
});
