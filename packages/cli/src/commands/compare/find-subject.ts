import { BenchError } from '@stackbench/model';
import { findBaseline } from './baselines.ts';
import { findFirmestRun, findNamedRun, findRunFile } from './find-run-file.ts';
import type { Wish } from './options.ts';

/** What is compared: two run files, or two stacks (as typed) of one. */
export type Subject =
  | { kind: 'runs'; a: readonly string[]; b: string }
  | { kind: 'stacks'; path: string; a: string; b: string }
  | { kind: 'leaders'; path: string };

/**
 * The files that a wish is about.
 * @throws BenchError for a run or baseline that is not there, or a run next to a stack
 */
export async function findSubject(
  wish: Exclude<Wish, { kind: 'save' }>,
  results: string,
): Promise<Subject> {
  if (wish.kind === 'baseline') {
    const a = await Promise.all(wish.names.map((name) => findBaseline(results, name)));
    return { kind: 'runs', a, b: await findRunFile(wish.run, results) };
  }
  const { run } = wish;
  const findDefault = async () =>
    run === undefined ? findFirmestRun(results) : findRunFile(run, results);
  if (wish.kind === 'leaders') return { kind: 'leaders', path: await findDefault() };
  const { a, b } = wish;
  const [fileA, fileB] = [await findNamedRun(a, results), await findNamedRun(b, results)];
  if (fileA === null && fileB === null) {
    return { kind: 'stacks', path: await findDefault(), a, b };
  }
  if (fileA === null || fileB === null) {
    const [file, other] = fileA === null ? [b, a] : [a, b];
    throw new BenchError(`'${file}' is a run and '${other}' is not`, {
      fix: `Name two runs, or two stacks and --run ${file}.`,
    });
  }
  if (run !== undefined) {
    throw new BenchError('--run is for two stacks of a run, and two runs are named already', {
      fix: 'Leave --run out, or name two stacks.',
    });
  }
  return { kind: 'runs', a: [fileA], b: fileB };
}
