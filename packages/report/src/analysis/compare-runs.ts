import { BenchError, type Run } from '@stackbench/model';
import { compareIndexed, type CompareOptions } from './compare-stacks.ts';
import type { Comparison } from './comparison.ts';
import { findStack, indexRun, type RunIndex } from './run-index.ts';

/** Two runs, stack by stack. */
export interface RunComparison {
  /** One for each stack that both runs have, in the order of A's. */
  comparisons: readonly Comparison[];
  leftOut: readonly { stack: string; reason: string }[];
}

/**
 * Compares every stack of the run B with the same stack of the baseline, one run or more.
 * @param baselines at least one; three tell how much runs differ by themselves
 * @throws BenchError when B is one of the baselines, or a baseline is given twice
 */
export function compareRuns(
  baselines: readonly Run[],
  b: Run,
  options: CompareOptions = {},
): RunComparison {
  refuseTwins([...baselines, b]);
  const before = baselines
    .toSorted((one, other) => other.header.startedAt.localeCompare(one.header.startedAt))
    .map(indexRun);
  const indexB = indexRun(b);
  const known = [...baselines, b].map((run) => new Set(listStacks(run)));
  const all = [...new Set(known.flatMap((ids) => [...ids]))];
  const missingInA = baselines.length === 1 ? 'only in run B' : 'not in every run A';
  const common = all.filter((id) => known.every((ids) => ids.has(id)));
  return {
    comparisons: common.flatMap((id) => {
      const contestant = (index: RunIndex, letter: 'A' | 'B') => ({
        index,
        stack: findStack(index, id),
        letter,
      });
      const [first, ...others] = before.map((index) => contestant(index, 'A'));
      if (first === undefined) return [];
      return [compareIndexed([first, ...others], contestant(indexB, 'B'), options)];
    }),
    leftOut: all
      .filter((id) => !common.includes(id))
      .map((stack) => ({
        stack,
        reason: known.at(-1)?.has(stack) === true ? missingInA : 'only in run A',
      })),
  };
}

function refuseTwins(runs: readonly Run[]): void {
  const ids = runs.map(({ header }) => header.runId);
  const twin = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twin === undefined) return;
  throw new BenchError(`The run ${twin} was to be compared with itself`, {
    fix: 'Name two stacks of the run, or another run.',
  });
}

function listStacks({ header }: Run): string[] {
  return header.stacks.flatMap(({ id, controlOf }) => (controlOf === undefined ? id : []));
}
