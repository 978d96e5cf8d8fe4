import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Header, Outcome, RunLine } from '@stackbench/model';
import { cacheFolder } from '../../../stacks/src/cache-folder.ts';
import type { Slurm } from './slurm.ts';

const bin = join(import.meta.dirname, '../../../cli/bin/stackbench.mjs');

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Where matrices lie, and the Slurm that measures them. */
export interface Place {
  folder: string;
  slurm: Slurm;
  /** What was typed, and what it answered. */
  transcript: string[];
}

/** `pnpm bench`, led to the test's own Slurm. */
export async function bench(place: Place, args: string[]): Promise<Ended> {
  const { folder, slurm, transcript } = place;
  const STACKBENCH_LOCKS = locksOf(place, 'login');
  const env = { ...process.env, ...slurm.env, STACKBENCH_LOCKS, COLUMNS: '100' };
  const ended = await new Promise<Ended>((done) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { env, cwd: folder, maxBuffer: 2 ** 26 },
      (_, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }),
    );
  });
  const shown = args.map((arg) => (/[*;]/.test(arg) ? `'${arg}'` : arg)).join(' ');
  const answer = `${ended.stdout}${ended.code === 0 ? '' : ended.stderr}`;
  transcript.push(`$ pnpm bench ${shown}\n${answer}`);
  return ended;
}

/** Where a node locks its devices: it is to be a machine of its own. */
export function locksOf({ folder }: Pick<Place, 'folder'>, node: string): string {
  return join(folder, 'locks', node);
}

/** A shard as its run file has it. */
interface MeasuredShard {
  header: Header;
  outcomes: Outcome[];
  isComplete: boolean;
}

/** A matrix that the test's Slurm measures. */
export interface MatrixOnSlurm {
  /** @returns the id of the job */
  submit(...sbatchOptions: string[]): Promise<string>;
  status(): Promise<string>;
  gather(...options: string[]): Promise<Ended>;
  /** Where the files of its shards lie. */
  folder: string;
  /** Of what began it on another node, too: `0.jsonl.begun-1`. */
  read(file: string): MeasuredShard;
  log(shard: number): string;
}

export interface PlanOptions {
  cases: readonly string[];
  shards: number;
  /** The words that nodes start bench with: a program that changes who it is, and gets a cache of its own. */
  startedBy?: string;
}

/** Plans a matrix over the emulated device. */
export async function planMatrix(
  place: Place,
  name: string,
  { cases, shards, startedBy = '' }: PlanOptions,
): Promise<MatrixOnSlurm> {
  const own = join(place.folder, name);
  await mkdir(own);
  await chmod(own, 0o777);
  // What one has compiled nobody needs to compile again.
  const cache = startedBy === '' ? cacheFolder() : '';
  const lines = [
    '#!/bin/sh',
    `export STACKBENCH_LOCKS="${locksOf(place, '$SLURMD_NODENAME')}" HOME="${own}"`,
    `export STACKBENCH_CACHE="${cache}"`,
    `exec ${startedBy} ${process.execPath} ${bin} "$@"`,
  ];
  await writeFile(join(own, 'bench'), `${lines.join('\n')}\n`, { mode: 0o755 });
  const file = `${name}/matrix.json`;
  const chosen = cases.flatMap((each) => ['--case', each]);
  const wanted = ['--stack', 'cuda:emulated', ...chosen, '--rounds', '2', '--shards', `${shards}`];
  const { code, stderr } = await bench(place, ['plan', ...wanted, '--wait', '--out', file]);
  if (code !== 0) throw new Error(stderr);
  const { matrixId } = JSON.parse(readFileSync(join(place.folder, file), 'utf8')) as {
    matrixId: string;
  };
  const folder = join(own, 'shards', matrixId);
  const results = ['--results', name];
  return {
    folder,
    submit: async (...sbatchOptions) => {
      const behind = ['--', '--gres=gpu:1', ...sbatchOptions];
      const to = ['fleet', 'submit', file, '--slurm', ...results, '--bundle', name, ...behind];
      const submitted = await bench(place, to);
      const job = /as job (\d+)/.exec(submitted.stdout)?.[1];
      if (job === undefined) throw new Error(submitted.stdout + submitted.stderr);
      return job;
    },
    status: async () => (await bench(place, ['fleet', 'status', file, ...results])).stdout,
    gather: (...options) => bench(place, ['fleet', 'gather', file, ...results, ...options]),
    read: (shard) => readShard(join(folder, shard)),
    log: (shard) => readFileSync(join(folder, `${shard}.log`), 'utf8'),
  };
}

function readShard(path: string): MeasuredShard {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunLine);
  return {
    header: lines.find((line) => line.type === 'header')!,
    outcomes: lines.filter((line) => line.type === 'outcome'),
    isComplete: lines.at(-1)?.type === 'footer',
  };
}

/** Whether some outcomes of a shard are there, and not yet all. */
export function isUnderWay(matrix: MatrixOnSlurm, file: string): boolean {
  if (!existsSync(join(matrix.folder, file))) return false;
  const { outcomes, isComplete } = matrix.read(file);
  return outcomes.length > 0 && !isComplete;
}
