import type { Outcome } from '@stackbench/model';
import { expect, test } from 'vitest';
import {
  differenceOf,
  makeChecks,
  type Reference,
} from '../../../src/commands/cross-check/checks.ts';
import { renderChecks } from '../../../src/commands/cross-check/render-checks.ts';
import { measuredOutcome } from '../../../../report/test/make-run.ts';

const id = 'gemm/library:m=512,n=512,k=512;f32';
const [torch, native] = ['pytorch:venv/.venv', 'cuda:13.0@/usr/local/cuda-13.0'];
const told = (ns: number) => ({
  'torch.utils.benchmark': { ns },
  'triton.testing.do_bench': { absent: 'times GPUs alone' },
});
const references: Reference[] = [told(900), told(1100)].map((times) => ({
  stack: torch,
  times: new Map([[id, times]]),
}));
/** 1e9 FLOP at so many GFLOP/s. */
const outcomes: Outcome[] = [
  measuredOutcome(torch, id, 1e9 / 1010),
  measuredOutcome(native, id, 1e9 / 1100),
];

test('ours is held against the median of what a timer said each time', () => {
  const checks = makeChecks(outcomes, references);
  expect(checks.map(differenceOf)).toEqual([expect.closeTo(0.01), null, expect.closeTo(0.1), null]);
});

test('what was not measured is held against nothing', () => {
  const reason = 'broken';
  const crash = { stack: torch, case: id, round: 0, status: 'crash' as const, reason };
  expect(makeChecks([crash], references)).toEqual([]);
});

test('a line says how far apart, where another environment timed, and what is absent', () => {
  const text = renderChecks(makeChecks(outcomes, references));
  expect(text).toMatch(
    /^pytorch:venv\/\.venv {2}gemm.*\n {2}torch\.utils\.benchmark +0\.001 ms {2}ours \+1\.0 %\n/,
  );
  expect(text).toContain('triton.testing.do_bench  absent: times GPUs alone');
  expect(text).toContain('ours +10.0 %, in pytorch:venv/.venv  ← apart');
  expect(text).toContain('1 of 2 within 2 %.');
});
