import { join } from 'node:path';
import process from 'node:process';
import { BenchError, preparedSchema, type Program } from '@stackbench/model';
import type { CountPasses } from '@stackbench/programs';
import { cacheFolder, type Problem } from '@stackbench/stacks';
import { timeLimitMs, withSaid, withWorker, type WorkerCommand } from '@stackbench/workers';
import { z } from 'zod';
import { provideArtifact } from '../src/build/artifact-cache.ts';
import { buildEnvironment } from '../src/build/build-environment.ts';
import { type BuiltWorker, buildWorker, workerArguments } from './build-worker.ts';
import { findHostCompiler, hostCompilerFix } from './host-compiler.ts';

const countSchema = z.object({ needed: z.int(), fewest: z.int(), worst: z.number() });
const passesSchema = z.object({ loads: countSchema.nullable(), stores: countSchema });

export interface CountOptions {
  /** Default: the folder that `STACKBENCH_CACHE` or the system names. */
  cache?: string;
  signal?: AbortSignal | undefined;
}

/**
 * What counts a kernel's passes over the banks of shared memory: it runs the first blocks of the very launch on an emulated device
 * that watches them, and keeps what it has counted. Where there is no host compiler, why.
 */
export async function createPassCounter({
  cache = cacheFolder(),
  signal,
}: CountOptions = {}): Promise<CountPasses | Problem> {
  const compiler = await findHostCompiler(timeLimitMs('discover'));
  if ('missing' in compiler) {
    return {
      reason: `Passes over shared memory are not counted. ${compiler.missing}`,
      fix: hostCompilerFix,
    };
  }
  let building: Promise<BuiltWorker> | undefined;
  return async ({ program, architecture }) => {
    const worker = await (building ??= buildWorker(compiler, 'banks', cache));
    const command = {
      file: worker.file,
      args: workerArguments(worker, compiler, 'forward', architecture),
      replies: 'fd3' as const,
      env: buildEnvironment(process.env),
    };
    try {
      const { log } = await provideArtifact(join(worker.folder, 'passes'), {
        key: [command.args, program],
        outputs: [],
        build: () => count(command, program, signal),
      });
      return passesSchema.parse(JSON.parse(log));
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      return null;
    }
  };
}

/** @throws BenchError for a program that cannot be emulated */
async function count(
  command: WorkerCommand,
  program: Program,
  signal: AbortSignal | undefined,
): Promise<string> {
  return withWorker(command, async (worker) => {
    const answer = await worker.ask({ do: 'prepare', program, bufferSets: 1 }, preparedSchema, {
      timeoutMs: timeLimitMs('build'),
      signal,
    });
    if (!answer.ok) throw new BenchError(withSaid(answer).reason);
    return JSON.stringify(answer.result.notes);
  });
}
