import { expect, it } from 'vitest';
import { rank } from '../../../src/analysis/ranking.ts';
import { findReach } from '../../../src/analysis/stack-ranking/library-reach.ts';
import { summarizeRun } from '../../../src/analysis/summary.ts';
import { renderRun } from '../../../src/render-run.ts';
import { measuredOutcome } from '../../make-run.ts';
import { makeSession, stackA, stackB } from '../make-session.ts';

const native = 'cuda:13.0';
const at = (variant: string, size: number, dataType = 'f32') =>
  `gemm/${variant}:m=${size},n=1,k=1;${dataType}`;

const run = makeSession([
  measuredOutcome(native, at('library', 1), 100),
  measuredOutcome(native, at('library', 2), 100),
  measuredOutcome(native, at('best', 1), 80),
  measuredOutcome(stackA, at('best', 1), 40),
  measuredOutcome(stackA, at('best', 2), 10),
  // The luckiest variant of a stack says nothing of it.
  measuredOutcome(stackB, at('naive', 1), 99),
  // No library has it.
  measuredOutcome(stackA, at('best', 3), 1),
  measuredOutcome(stackA, at('best', 1, 'f16'), 7),
]);

it('tells what best kernels of stacks without a library reach of the fastest, over the problems that have one', () => {
  const [reach, ...others] = findReach(rank(run, summarizeRun(run)));
  expect(others).toEqual([]);
  expect(reach?.stacks.map(({ id, problems }) => [id, problems])).toEqual([[stackA, 2]]);
  expect(reach?.stacks[0]?.share).toBeCloseTo(Math.sqrt(0.4 * 0.1), 9);
});

it('stands below the rankings in a line', () => {
  expect(renderRun(run, { width: 120, color: false })).toContain(
    `Best kernels against the fastest library, geometric mean\n  f32  ${stackA} 20% over 2 problems\n`,
  );
});
