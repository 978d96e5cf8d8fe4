import type { Catalog } from '@stackbench/kernels';
import {
  BenchError,
  type DataType,
  type KernelVariant,
  type Operation,
  type Problem,
  type Program,
  type Suite,
} from '@stackbench/model';
import { servesArchitecture } from './architecture.ts';
import { buildCudaProgram } from './build-cuda-program.ts';
import { programTensors } from '../program-tensors.ts';
import type { KernelResources } from './ptxas-report.ts';
import type { StaticReport } from './static/report-on.ts';
import type { SharedPasses } from './static/shared-passes.ts';

/** One kernel for one architecture, compiled by itself and not to be run. */
export interface KernelJob {
  /** `gemm/register-tile` */
  variant: string;
  /** Which of the variant's passes: `im2col`. */
  pass: string;
  dataType: DataType;
  architecture: string;
  constants: Readonly<Record<string, number>>;
  /** Of a block. */
  threads: number;
  /** Shared memory that a launch adds to the static one. */
  dynamicSharedBytes: number;
  text: string;
  entry: string;
  /** The kernel with its launch, to be run by itself. */
  program: Program;
}

/** What is told of a job, which is long otherwise. */
type DescribedJob = Omit<KernelJob, 'text' | 'entry' | 'program'>;

export function withoutSource(job: KernelJob): DescribedJob {
  const { text: _, entry: __, program: ___, ...described } = job;
  return described;
}

/** Counts how a kernel's first blocks pass over the banks of shared memory; null for a kernel that cannot be run to count it. */
export type CountPasses = (job: KernelJob) => Promise<SharedPasses | null>;

/** What became of a job. */
export interface KernelBuild extends DescribedJob {
  result: BuildResult;
}

export type BuildResult =
  | {
      ok: true;
      resources: KernelResources;
      /** Where it was asked for. */
      report?: StaticReport | undefined;
      buildNs: number;
      cached: boolean;
    }
  | { ok: false; reason: string };

/** What a report needs beside compilers; null: it is left out. */
export interface ReportTools {
  countPasses: CountPasses | null;
}

/** What to compile, with every compiler of a kind of stack, without running any of it. */
export interface BuildOptions {
  /** Where the kernels lie. */
  root: string;
  /** What to compile for. */
  cases: readonly KernelCase[];
  /** `sm_80`; none: that of the GPU, or else those that the kernels are written for. */
  architectures: readonly string[];
  /** Which compilers, by the id of the stack that has them. */
  isWanted: (id: string) => boolean;
  /** Where what was compiled is reported on, too: its machine code is read, and its accesses to shared memory are counted. */
  report: ReportTools | null;
  /** Whether nvcc notes in the machine code which line it comes from, as profilers want it. */
  lineInfo: boolean;
  /** A folder to leave sources and binaries of nvcc in; null: the cache alone has them. */
  keep: string | null;
  /** Of each probe. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onProgress?: (id: string, done: number, total: number) => void;
}

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
    fix: "Write it as nvcc does: 'sm_80', 'sm_90a'. Without --arch, it is that of the GPU here.",
  });
}

/** What a kernel is compiled for: a variant on a problem. */
export interface KernelCase {
  operation: Pick<Operation, 'name' | 'tensors'>;
  problem: Problem;
  dataType: DataType;
  /** One variant, or those that are raced. */
  candidates: readonly KernelVariant[];
}

/** Every variant of a suite's operations on its problems, in every data type that it has CUDA for. */
export function kernelCasesOf(catalog: Catalog, suite: Suite): KernelCase[] {
  return suite.entries.flatMap(({ operation: name, problems }) => {
    const entry = catalog.operations.get(name);
    if (entry === undefined)
      throw new BenchError(`The suite '${suite.name}' names no operation '${name}'`);
    const { operation, variants } = entry;
    return problems.flatMap(({ problem }) =>
      variants.flatMap((variant) =>
        (variant.dataTypes.cu ?? []).map((dataType) => ({
          operation,
          problem: operation.parseProblem(problem),
          dataType,
          candidates: [variant],
        })),
      ),
    );
  });
}

/** Every kernel that the cases call for, each distinct source once, as far as it serves an architecture. */
export async function listKernelJobs(
  root: string,
  cases: readonly KernelCase[],
  architectures: readonly string[],
): Promise<KernelJob[]> {
  const distinct = new Map<string, KernelJob>();
  for (const { candidates, ...rest } of cases) {
    for (const variant of candidates) {
      const needed = variant.cudaArchitecture?.[rest.dataType];
      for (const architecture of architectures) {
        if (!servesArchitecture(architecture, needed)) continue;
        for (const job of await jobsOf(root, { ...rest, variant }, architecture)) {
          const key = JSON.stringify([job.variant, job.text, architecture]);
          if (!distinct.has(key)) distinct.set(key, job);
        }
      }
    }
  }
  return [...distinct.values()];
}

async function jobsOf(
  root: string,
  {
    operation,
    problem,
    dataType,
    variant,
  }: Omit<KernelCase, 'candidates'> & { variant: KernelVariant },
  architecture: string,
): Promise<KernelJob[]> {
  if (variant.dataTypes.cu?.includes(dataType) !== true) return [];
  const plan = variant.plan(problem, dataType);
  if ('unsupported' in plan) return [];
  const tensors = programTensors(operation, problem, plan);
  const request = { variant, plan, dataType, tensors };
  const target = { architecture, because: `it is compiled for ${architecture}` };
  const program = await buildCudaProgram(root, request, target);
  if ('unsupported' in program) return [];
  return program.passes.flatMap((launch, at) => {
    const { label, module, entry, block, cuda } = launch;
    const pass = plan.passes[at];
    if (module.kind !== 'source' || pass === undefined) return [];
    const { constants } = pass;
    return {
      variant: `${operation.name}/${variant.name}`,
      pass: label,
      dataType,
      architecture,
      constants,
      threads: block[0] * block[1] * block[2],
      dynamicSharedBytes: cuda?.dynamicSharedBytes ?? 0,
      text: module.text,
      entry,
      program: { ...program, passes: [launch] },
    };
  });
}
