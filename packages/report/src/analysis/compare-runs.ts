import { BenchError, type Run } from '@stackbench/model';
import { compareIndexed, type CompareOptions, isSameRun } from './compare-stacks.ts';
import type { Comparison } from './comparison.ts';
import { findStack, indexRun } from './run-index.ts';

/** Two runs, stack by stack. */
export interface RunComparison {
  /** One for each stack that both runs have, in the order of A's. */
  comparisons: readonly Comparison[];
  leftOut: readonly { stack: string; reason: string }[];
}

/**
 * Compares every stack of the run B with the same stack of the baseline A, by launches.
 * @throws BenchError when both are the same run
 */
export function compareRuns(a: Run, b: Run, options: CompareOptions = {}): RunComparison {
  if (isSameRun(a, b)) {
    throw new BenchError(`The run ${a.header.runId} was to be compared with itself`, {
      fix: 'Name two stacks of the run, or another run.',
    });
  }
  const indexA = indexRun(a);
  const indexB = indexRun(b);
  const stacksA = listStacks(a);
  const stacksB = listStacks(b);
  const common = stacksA.filter((id) => stacksB.includes(id));
  const only = (ids: readonly string[], letter: string) =>
    ids
      .filter((id) => !common.includes(id))
      .map((stack) => ({ stack, reason: `only in run ${letter}` }));
  return {
    comparisons: common.map((id) =>
      compareIndexed(
        { index: indexA, stack: findStack(indexA, id), letter: 'A' },
        { index: indexB, stack: findStack(indexB, id), letter: 'B' },
        options,
      ),
    ),
    leftOut: [...only(stacksA, 'A'), ...only(stacksB, 'B')],
  };
}

function listStacks({ header }: Run): string[] {
  return header.stacks.flatMap(({ id, controlOf }) => (controlOf === undefined ? id : []));
}
