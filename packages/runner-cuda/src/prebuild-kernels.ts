import { availableParallelism } from 'node:os';
import type { PrebuildOptions } from '@stackbench/workers';
import { BenchError, type ProgramRequest, TimeoutError } from '@stackbench/model';
import { inParallel } from '@stackbench/stacks';
import { buildNativeProgram, type NativeBuild } from './native-program.ts';

/** Compiles the kernels of many cases on all cores. What fails will fail again when it is asked for. */
export async function prebuildKernels(
  build: NativeBuild,
  requests: readonly ProgramRequest[],
  { onProgress, ...limits }: PrebuildOptions,
): Promise<void> {
  const distinct = [...new Map(requests.map((request) => [sourceKey(request), request])).values()];
  let done = 0;
  let isCompiling = false;
  let isHung = false;
  const noticing = { ...build, limits, onCompiled: () => void (isCompiling = true) };
  await inParallel(distinct, availableParallelism(), async (request) => {
    if (isHung || limits.signal?.aborted === true) return;
    try {
      await buildNativeProgram(noticing, request);
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      // All others would be waited for as long.
      isHung ||= error instanceof TimeoutError;
    }
    done++;
    if (isCompiling) onProgress(done, distinct.length);
  });
}

/** Problems that lead to the same constants share their kernels. */
function sourceKey({ variant, plan, dataType }: ProgramRequest): string {
  const sources = plan.passes.map(({ source, constants }) => [source, constants]);
  return JSON.stringify([sources.length === 0 ? variant.name : sources, dataType]);
}
