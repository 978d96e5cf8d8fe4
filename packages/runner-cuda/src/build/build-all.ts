import { availableParallelism } from 'node:os';
import { BenchError } from '@stackbench/model';
import {
  type BuildResult,
  type KernelBuild,
  type KernelCase,
  type KernelJob,
  type KernelResources,
  listKernelJobs,
  parsePtxasReport,
  type ReportTools,
  type StaticReport,
  withoutSource,
} from '@stackbench/programs';
import { inParallel } from '@stackbench/stacks';
import { type CompiledKernel, compileKernel } from './compile-kernel.ts';
import { keepKernel } from './keep-kernel.ts';
import type { BuildTools } from './nvcc.ts';
import { readReport } from './read-report.ts';

export interface BuildAllOptions {
  /** Where the kernels lie. */
  root: string;
  /** What to compile for. */
  cases: readonly KernelCase[];
  tools: BuildTools;
  architectures: readonly string[];
  cache: string;
  /** What it takes to report on kernels, too; a disassembler is null where there is none for the machine code. */
  report?: ReportTools & { disassembler: string | null };
  /** Whether machine code says which line it comes from. */
  lineInfo?: boolean;
  /** A folder to leave sources and binaries in. */
  keep?: string | null;
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
  report,
  lineInfo = false,
  keep = null,
  signal,
  onProgress,
}: BuildAllOptions): Promise<KernelBuild[]> {
  const jobs = await listKernelJobs(root, cases, architectures);
  let done = 0;
  const look: Look = async (job, kernel, resources) => {
    if (keep !== null) await keepKernel(keep, job, kernel);
    if (report === undefined) return undefined;
    return readReport(report.disassembler, job, kernel, resources, { ...report, signal });
  };
  return inParallel(jobs, availableParallelism(), async (whole) => {
    const result = await compile(tools, whole, { cache, lineInfo, look, signal });
    onProgress?.(++done, jobs.length);
    return { ...withoutSource(whole), result };
  });
}

/** What is done with a kernel that was compiled. */
type Look = (
  job: KernelJob,
  kernel: CompiledKernel,
  resources: KernelResources,
) => Promise<StaticReport | undefined>;

interface Compiling {
  cache: string;
  lineInfo: boolean;
  look: Look;
  signal: AbortSignal | undefined;
}

async function compile(
  tools: BuildTools,
  job: KernelJob,
  { cache, lineInfo, look, signal }: Compiling,
): Promise<BuildResult> {
  const { text, entry, architecture } = job;
  try {
    const source = { text, architecture, lineInfo };
    const kernel = await compileKernel(tools, source, cache, { signal });
    const { log, buildNs, cached } = kernel;
    const resources = parsePtxasReport(log, entry);
    if (resources === null) return { ok: false, reason: `ptxas does not report on '${entry}'` };
    const report = await look(job, kernel, resources);
    return { ok: true, resources, ...(report && { report }), buildNs, cached };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { ok: false, reason: error.message };
  }
}
