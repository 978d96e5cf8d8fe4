import { readRunFile } from '@stackbench/engine';
import { compareRuns, compareStacks, type RunComparison } from '@stackbench/report';
import type { Subject } from './find-subject.ts';
import { findLeaders, findStackId } from './find-stack.ts';

/**
 * What was compared and what came of it: one comparison for two stacks of a run, one for each
 * common stack of two runs. Plain data: `--json` prints it as it is.
 */
export interface Compared extends RunComparison {
  /** Paths of the run files, of A one for each of its runs; the same twice for two stacks of a run. */
  files: { a: readonly string[]; b: string };
  /** Whether a case, or all cases of a stack together, are slower by more than the margin, or a case broke. */
  regressed: boolean;
}

/**
 * Reads and compares what was found.
 * @param margin a fraction; undefined for the usual one
 * @throws BenchError for what is no run file, a stack that is not in it, or one thing named twice
 */
export async function compare(subject: Subject, margin: number | undefined): Promise<Compared> {
  const options = margin === undefined ? {} : { margin };
  if (subject.kind === 'runs') {
    const { a, b } = subject;
    const baselines = await Promise.all(a.map((path) => readRunFile(path)));
    return conclude(a, b, compareRuns(baselines, await readRunFile(b), options));
  }
  const { path } = subject;
  const run = await readRunFile(path);
  const [a, b] =
    subject.kind === 'leaders'
      ? findLeaders(run)
      : [findStackId(run, subject.a), findStackId(run, subject.b)];
  const comparison = compareStacks({ run, stack: a }, { run, stack: b }, options);
  return conclude([path], path, { comparisons: [comparison], leftOut: [] });
}

function conclude(a: readonly string[], b: string, result: RunComparison): Compared {
  const regressed = result.comparisons.some(
    ({ regressions, total }) => regressions.length > 0 || total?.verdict === 'slower',
  );
  return { files: { a, b }, regressed, ...result };
}
