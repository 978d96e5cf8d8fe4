import type { Catalog } from '@stackbench/kernels';
import { BenchError, type DataType, type KernelVariant, type Suite } from '@stackbench/model';
import { servesArchitecture } from './architecture.ts';
import { buildCudaProgram } from './build-cuda-program.ts';
import type { KernelResources } from './ptxas-report.ts';

/** One kernel for one architecture, compiled by itself and not to be run. */
export interface KernelJob {
  /** `gemm/register-tile` */
  variant: string;
  /** Which of the variant's passes: `im2col`. */
  pass: string;
  dataType: DataType;
  architecture: string;
  constants: Readonly<Record<string, number>>;
  /** Shared memory that a launch adds to the static one. */
  dynamicSharedBytes: number;
  text: string;
  entry: string;
}

/** What became of a job. */
export interface KernelBuild extends Omit<KernelJob, 'text' | 'entry'> {
  result: BuildResult;
}

export type BuildResult =
  | { ok: true; resources: KernelResources; buildNs: number; cached: boolean }
  | { ok: false; reason: string };

/** What one compiler made of the kernels. */
export interface CompilerBuild {
  /** Of the stack that has the compiler. */
  id: string;
  /** `nvcc 13.0.88`; null where there is none that works. */
  compiler: string | null;
  kernels: readonly KernelBuild[];
  /** Workers that were built for each architecture, to be driven by hand. */
  workers: readonly { architecture: string; file: string }[];
  /** Why it builds nothing, or not all that was wanted. */
  problems: readonly { reason: string; fix: string }[];
}

/** Rungs before wgmma need sm_80; wgmma sm_90a. */
export const usualArchitectures = ['sm_80', 'sm_90', 'sm_90a'];

/** @throws BenchError for what is no name of a real architecture */
export function checkArchitectures(names: readonly string[]): void {
  const malformed = names.find((name) => !/^sm_\d+[af]?$/.test(name));
  if (malformed === undefined) return;
  throw new BenchError(`'${malformed}' is not an architecture`, {
    fix: "Write it as nvcc does: 'sm_80', 'sm_90a'.",
  });
}

/**
 * Every kernel that the problems of a suite call for, each distinct source once, in every data type
 * of its variant.
 */
export async function listKernelJobs(
  catalog: Catalog,
  suite: Suite,
  architectures: readonly string[],
): Promise<KernelJob[]> {
  const distinct = new Map<string, KernelJob>();
  for (const { operation: name, problems } of suite.entries) {
    const entry = catalog.operations.get(name);
    if (entry === undefined) throw new BenchError(`There is no operation '${name}'`);
    for (const { problem } of problems) {
      for (const variant of entry.variants) {
        const served = architectures.filter((architecture) =>
          servesArchitecture(architecture, variant.cudaArchitecture),
        );
        const parsed = entry.operation.parseProblem(problem);
        for (const job of await jobsOf(catalog.root, name, variant, parsed)) {
          for (const architecture of served) {
            const key = JSON.stringify([job.variant, job.text, architecture]);
            if (!distinct.has(key)) distinct.set(key, { ...job, architecture });
          }
        }
      }
    }
  }
  return [...distinct.values()];
}

async function jobsOf(
  root: string,
  operation: string,
  variant: KernelVariant,
  problem: Parameters<KernelVariant['plan']>[0],
): Promise<Omit<KernelJob, 'architecture'>[]> {
  const jobs = (variant.dataTypes.cu ?? []).map(async (dataType) => {
    const plan = variant.plan(problem, dataType);
    if ('unsupported' in plan) return [];
    const program = await buildCudaProgram(root, { variant, plan, dataType, tensors: [] }, null);
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
