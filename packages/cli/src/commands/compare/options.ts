import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { findResultsFolder } from '../../user-paths.ts';

/** What is to be compared, or kept for later; names as they were typed. */
export type Wish =
  | { kind: 'save'; run: string | undefined; name: string; force: boolean }
  | { kind: 'baseline'; run: string | undefined; names: readonly string[] }
  | { kind: 'pair'; a: string; b: string; run: string | undefined }
  /** The two stacks that lead a run. */
  | { kind: 'leaders'; run: string | undefined };

/** What `compare` was asked for. */
export interface CompareRequest {
  wish: Wish;
  /** A fraction; undefined for the usual one. */
  margin: number | undefined;
  json: boolean;
  /** Show every fact that differs. */
  facts: boolean;
  /** Absolute; holds runs/ and baselines/. */
  results: string;
}

/** @throws BenchError for what makes no sense, alone or together */
export function readCompareOptions(given: Given): CompareRequest {
  const percent = readNumber(given, 'margin', { least: 0, most: 100, whole: false });
  return {
    wish: readWish(given),
    margin: percent === undefined ? undefined : percent / 100,
    json: given.has('json'),
    facts: given.has('facts'),
    results: findResultsFolder(given.one('results')),
  };
}

function readWish(given: Given): Wish {
  const [saved, baselines] = [given.one('save-baseline'), given.all('baseline')];
  if (saved !== undefined) {
    const clash = ['baseline', 'margin', 'json'].find((name) => given.has(name));
    if (clash !== undefined) {
      throw new BenchError(`--save-baseline compares nothing, so --${clash} has no effect`, {
        fix: `Leave --${clash} out, or compare first and save then.`,
      });
    }
    const run = readOnlyRun(given, '--save-baseline');
    return { kind: 'save', run, name: saved, force: given.has('force') };
  }
  if (given.has('force')) {
    throw new BenchError('--force is there for --save-baseline', { fix: 'Leave it out.' });
  }
  if (baselines.length > 0) {
    return { kind: 'baseline', run: readOnlyRun(given, '--baseline'), names: baselines };
  }
  const [a, b] = given.operands;
  if (a !== undefined && b !== undefined) return { kind: 'pair', a, b, run: given.one('run') };
  if (a === undefined) return { kind: 'leaders', run: given.one('run') };
  throw new BenchError(`compare '${a}' with what?`, {
    fix: "Name two stacks of a run, two run files, or a run and --baseline NAME; see 'pnpm bench compare --help'.",
  });
}

/** The one run that goes with a baseline; undefined for the newest. */
function readOnlyRun(given: Given, option: string): string | undefined {
  const named = [...given.operands, ...given.all('run')];
  const [run, another] = named;
  if (another === undefined) return run;
  throw new BenchError(`${option} goes with one run, not with ${named.join(' and ')}`, {
    fix: 'Name one run, or none for the newest.',
  });
}
