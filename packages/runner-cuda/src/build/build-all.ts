import { availableParallelism } from 'node:os';
import type { Catalog } from '@stackbench/kernels';
import { BenchError, type DataType, type KernelVariant, type Suite } from '@stackbench/model';
import { inParallel } from '@stackbench/stacks';
import { servesArchitecture } from '../architecture.ts';
import { buildProgram } from '../build-program.ts';
import { compileKernel } from './compile-kernel.ts';
import type { BuildTools } from './nvcc.ts';
import { type KernelResources, parsePtxasReport } from './ptxas-report.ts';

/** One kernel, built for one architecture. */
export interface KernelBuild {
  /** `gemm/register-tile` */
  variant: string;
  /** Which of the variant's passes: `im2col`. */
  pass: string;
  dataType: DataType;
  architecture: string;
  constants: Readonly<Record<string, number>>;
  /** Shared memory that a launch adds to the static one. */
  dynamicSharedBytes: number;
  result: BuildResult;
}

type BuildResult =
  | { ok: true; resources: KernelResources; buildNs: number; cached: boolean }
  | { ok: false; reason: string };

export interface BuildAllOptions {
  catalog: Catalog;
  /** Its problems decide which constants are compiled; every data type of a variant is. */
  suite: Suite;
  tools: BuildTools;
  architectures: readonly string[];
  cache: string;
  onProgress?: (done: number, total: number) => void;
}

type Job = Omit<KernelBuild, 'result'> & { text: string; entry: string };

/** Compiles every kernel that the problems of a suite call for, each distinct source once. */
export async function buildAll(options: BuildAllOptions): Promise<KernelBuild[]> {
  const { tools, cache, onProgress } = options;
  const jobs = await listJobs(options);
  let done = 0;
  return inParallel(jobs, availableParallelism(), async ({ text, entry, ...job }) => {
    const result = await compile(tools, text, entry, job.architecture, cache);
    onProgress?.(++done, jobs.length);
    return { ...job, result };
  });
}

async function compile(
  tools: BuildTools,
  text: string,
  entry: string,
  architecture: string,
  cache: string,
): Promise<BuildResult> {
  try {
    const { log, buildNs, cached } = await compileKernel(tools, { text, architecture }, cache);
    const resources = parsePtxasReport(log, entry);
    if (resources === null) return { ok: false, reason: `ptxas does not report on '${entry}'` };
    return { ok: true, resources, buildNs, cached };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { ok: false, reason: error.message };
  }
}

async function listJobs({ catalog, suite, architectures }: BuildAllOptions): Promise<Job[]> {
  const distinct = new Map<string, Job>();
  for (const { operation: name, problems } of suite.entries) {
    const entry = catalog.operations.get(name);
    if (entry === undefined) throw new BenchError(`There is no operation '${name}'`);
    for (const { problem } of problems) {
      for (const variant of entry.variants) {
        const parsed = entry.operation.parseProblem(problem);
        for (const job of await jobsOf(catalog.root, name, variant, parsed)) {
          for (const architecture of architecturesFor(variant, architectures)) {
            const key = JSON.stringify([job.variant, job.text, architecture]);
            if (!distinct.has(key)) distinct.set(key, { ...job, architecture });
          }
        }
      }
    }
  }
  return [...distinct.values()];
}

function architecturesFor(
  { cudaArchitecture: needed }: KernelVariant,
  architectures: readonly string[],
): readonly string[] {
  if (needed === undefined) return architectures;
  return architectures.filter((architecture) => servesArchitecture(architecture, needed));
}

async function jobsOf(
  root: string,
  operation: string,
  variant: KernelVariant,
  problem: Parameters<KernelVariant['plan']>[0],
): Promise<Omit<Job, 'architecture'>[]> {
  const jobs = (variant.dataTypes.cu ?? []).map(async (dataType) => {
    const plan = variant.plan(problem, dataType);
    if ('unsupported' in plan) return [];
    const program = await buildProgram(root, { variant, plan, dataType, tensors: [] });
    if ('unsupported' in program) return [];
    return program.passes.flatMap(({ label, module, entry }, at) => {
      const pass = plan.passes[at];
      if (module.kind !== 'source' || pass === undefined) return [];
      const { constants, cuda } = pass;
      return {
        variant: `${operation}/${variant.name}`,
        pass: label,
        dataType,
        constants,
        dynamicSharedBytes: cuda?.dynamicSharedBytes ?? 0,
        text: module.text,
        entry,
      };
    });
  });
  return (await Promise.all(jobs)).flat();
}
