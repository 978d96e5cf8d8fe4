import { availableParallelism } from 'node:os';
import { BenchError } from '@stackbench/model';
import {
  type BuildResult,
  type KernelBuild,
  type KernelCase,
  type KernelJob,
  listKernelJobs,
  parsePtxasReport,
} from '@stackbench/programs';
import { inParallel } from '@stackbench/stacks';
import { compileKernel } from './compile-kernel.ts';
import type { BuildTools } from './nvcc.ts';

export interface BuildAllOptions {
  /** Where the kernels lie. */
  root: string;
  /** What to compile for. */
  cases: readonly KernelCase[];
  tools: BuildTools;
  architectures: readonly string[];
  cache: string;
  signal?: AbortSignal | undefined;
  onProgress?: (done: number, total: number) => void;
}

/** Compiles every kernel that the cases call for, each distinct source once. */
export async function buildAll({
  root,
  cases,
  tools,
  architectures,
  cache,
  signal,
  onProgress,
}: BuildAllOptions): Promise<KernelBuild[]> {
  const jobs = await listKernelJobs(root, cases, architectures);
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
