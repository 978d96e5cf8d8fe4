import { dirname, extname, join } from 'node:path';
import { readMatrix } from '@stackbench/engine';
import { BenchError, type Matrix, shardFile } from '@stackbench/model';
import { quoteWord } from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { findResultsFolder, resolveUserPath, shortenPath } from '../../user-paths.ts';

/** A matrix and where all that belongs to it lies; paths are absolute. */
export interface FleetMatrix {
  matrix: Matrix;
  path: string;
  results: string;
  /** Where the run files and logs of its shards lie. */
  folder: string;
  /** What sbatch is given. */
  script: string;
  /** The jobs that became of it. */
  submissions: string;
  /** How its user names it to the next command. */
  words: string;
}

/** @throws BenchError where not one matrix is named, or the file is none */
export async function readFleetMatrix(
  names: readonly string[],
  given: Given,
): Promise<FleetMatrix> {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) {
    const named = name === undefined ? 'none is' : 'several are';
    throw new BenchError(`fleet works on one matrix, and ${named} named`, {
      fix: "Name the file that 'pnpm bench plan' wrote.",
    });
  }
  const path = resolveUserPath(name);
  const stem = path.slice(0, path.length - extname(path).length);
  const matrix = await readMatrix(path);
  const results = findResultsFolder(given.one('results'));
  return {
    matrix,
    path,
    results,
    folder: dirname(shardPath(results, matrix, 0)),
    script: `${stem}.sbatch`,
    submissions: `${stem}.slurm.json`,
    words: `${quoteWord(shortenPath(path))}${given.has('results') ? ` --results ${quoteWord(shortenPath(results))}` : ''}`,
  };
}

/** Where the run file of a shard lies. */
export function shardPath(results: string, { matrixId }: Matrix, index: number): string {
  return join(results, 'shards', shardFile(matrixId, index));
}
