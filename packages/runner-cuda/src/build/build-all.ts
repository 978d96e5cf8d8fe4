import { availableParallelism } from 'node:os';
import type { Catalog } from '@stackbench/kernels';
import { BenchError, type Suite } from '@stackbench/model';
import {
  type BuildResult,
  type KernelBuild,
  type KernelJob,
  listKernelJobs,
  parsePtxasReport,
} from '@stackbench/programs';
import { inParallel } from '@stackbench/stacks';
import { compileKernel } from './compile-kernel.ts';
import type { BuildTools } from './nvcc.ts';

export interface BuildAllOptions {
  catalog: Catalog;
  /** Its problems decide which constants are compiled; every data type of a variant is. */
  suite: Suite;
  tools: BuildTools;
  architectures: readonly string[];
  cache: string;
  signal?: AbortSignal | undefined;
  onProgress?: (done: number, total: number) => void;
}

/** Compiles every kernel that the problems of a suite call for, each distinct source once. */
export async function buildAll({
  catalog,
  suite,
  tools,
  architectures,
  cache,
  signal,
  onProgress,
}: BuildAllOptions): Promise<KernelBuild[]> {
  const jobs = await listKernelJobs(catalog, suite, architectures);
  let done = 0;
  return inParallel(jobs, availableParallelism(), async ({ text, entry, ...job }) => {
    const result = await compile(tools, { text, entry, ...job }, cache, signal);
    onProgress?.(++done, jobs.length);
    return { ...job, result };
  });
}

async function compile(
  tools: BuildTools,
  { text, entry, architecture }: KernelJob,
  cache: string,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  try {
    const source = { text, architecture };
    const { log, buildNs, cached } = await compileKernel(tools, source, cache, signal);
    const resources = parsePtxasReport(log, entry);
    if (resources === null) return { ok: false, reason: `ptxas does not report on '${entry}'` };
    return { ok: true, resources, buildNs, cached };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { ok: false, reason: error.message };
  }
}
