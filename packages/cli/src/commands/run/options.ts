import { randomInt } from 'node:crypto';
import { BenchError, mostRounds, mostShards, type Tunables } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { timeoutTunables } from '../../arguments/timeouts.ts';
import { findResultsFolder, resolveUserPath } from '../../user-paths.ts';
import { planningOptions } from './planning-options.ts';

/** What `run` was asked for. */
export interface RunOptions {
  suite: string;
  stackGlobs: readonly string[];
  /** The setups whose stacks alone count; empty: all stacks do. */
  setups: readonly string[];
  cases: readonly string[];
  rounds: number;
  /** Whether an A/A control was asked for; undefined when nobody cared. */
  control: boolean | undefined;
  tunables: Partial<Tunables>;
  /** Absolute; undefined for the usual place. */
  out: string | undefined;
  /** Absolute; the run to continue. */
  resume: string | undefined;
  dryRun: boolean;
  json: boolean;
  quiet: boolean;
  /** Wait for another run that uses the device. */
  wait: boolean;
  /** Show everything of the run. */
  all: boolean;
}

/** What a run to be resumed has decided already. */
const decidedByRun = [...planningOptions.map(({ name }) => name), 'out'];

const contradictions = [
  ['force', 'case-budget'],
  ['control', 'no-control'],
] as const;

/** @throws BenchError for values that make no sense, alone or together */
export function readRunOptions(given: Given): RunOptions {
  const clash = decidedByRun.find((name) => given.has(name));
  const alone = ['shard', 'results'].find((name) => given.has(name));
  if (alone !== undefined) {
    throw new BenchError(`--${alone} makes sense with --plan alone`, {
      fix: `Name the matrix with --plan, or leave --${alone} out.`,
    });
  }
  if (given.has('resume') && clash !== undefined) {
    throw new BenchError(`--resume continues a run as it began, so --${clash} cannot change it`, {
      fix: `Leave --${clash} out, or start a new run.`,
    });
  }
  for (const [one, other] of contradictions) {
    if (given.has(one) && given.has(other)) {
      throw new BenchError(`--${one} and --${other} contradict each other`, { fix: 'Give one.' });
    }
  }
  const [out, resume] = [given.one('out'), given.one('resume')];
  return {
    suite: given.one('suite') ?? 'quick',
    stackGlobs: given.all('stack'),
    setups: given.all('setup').flatMap((names) => names.split(',').filter((name) => name !== '')),
    cases: given.all('case'),
    rounds: readNumber(given, 'rounds', { least: 1, most: mostRounds, whole: true }) ?? 1,
    control: given.has('control') || (given.has('no-control') ? false : undefined),
    tunables: readTunables(given),
    out: out === undefined ? undefined : resolveUserPath(out),
    resume: resume === undefined ? undefined : resolveUserPath(resume),
    dryRun: given.has('dry-run'),
    json: given.has('json'),
    quiet: given.has('quiet'),
    wait: given.has('wait'),
    all: given.has('all'),
  };
}

/** A shard to be measured. */
export interface ShardOptions extends Pick<RunOptions, 'json' | 'quiet' | 'all' | 'wait'> {
  /** Absolute. */
  matrix: string;
  index: number;
  /** The folder that holds `shards`. */
  results: string;
}

/**
 * What `run` was asked for with --plan; null without.
 * @throws BenchError for options that the matrix has decided already, or without --shard
 */
export function readShardOptions(given: Given): ShardOptions | null {
  const matrix = given.one('plan');
  if (matrix === undefined) return null;
  const clash = [...decidedByRun, 'resume', 'dry-run'].find((name) => given.has(name));
  if (clash !== undefined) {
    throw new BenchError(`--plan decides what a shard measures, so --${clash} cannot`, {
      fix: `Leave --${clash} out, or plan anew with it.`,
    });
  }
  const index = readNumber(given, 'shard', { least: 0, most: mostShards - 1, whole: true });
  if (index === undefined) {
    throw new BenchError('--plan measures one shard, and none is named', { fix: 'Add --shard 0.' });
  }
  return {
    matrix: resolveUserPath(matrix),
    index,
    results: findResultsFolder(given.one('results')),
    json: given.has('json'),
    quiet: given.has('quiet'),
    wait: given.has('wait'),
    all: given.has('all'),
  };
}

function readTunables(given: Given): Partial<Tunables> {
  const bounds = { least: 0, most: 2 ** 32 - 1, whole: true };
  const seed = readNumber(given, 'seed', bounds);
  // Fresh for each run, and kept in its file: one order for everybody would favour the same stacks everywhere.
  const orderSeed = readNumber(given, 'order-seed', bounds) ?? randomInt(2 ** 32);
  const seconds = { least: 0.001, most: 1e6, whole: false };
  const budget = readNumber(given, 'case-budget', seconds);
  return {
    orderSeed,
    ...(seed === undefined ? {} : { seed }),
    ...(budget === undefined ? {} : { caseBudgetMs: budget * 1000 }),
    ...timeoutTunables(),
    // Not Infinity, which JSON cannot hold.
    ...(given.has('force') ? { caseBudgetMs: Number.MAX_SAFE_INTEGER } : {}),
  };
}
