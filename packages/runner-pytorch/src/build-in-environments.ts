import {
  describeWorker,
  type Worker,
  withSaid,
  withWorker,
  timeLimitMs,
} from '@stackbench/workers';
import { preparedSchema, readFact } from '@stackbench/model';
import {
  type BuildOptions,
  type BuildResult,
  checkArchitectures,
  type CompilerBuild,
  type KernelBuild,
  type KernelJob,
  listKernelJobs,
  namesOneArchitecture,
  numberOf,
  parsePtxasReport,
  reportOn,
  usualArchitectures,
  withoutSource,
} from '@stackbench/programs';
import { nvrtcFlags } from './compile-options.ts';
import { discoverStacks, type Drive, type TorchSearch } from './discover/discover-stacks.ts';

export interface EnvironmentBuildOptions extends BuildOptions, TorchSearch {}

/**
 * Compiles the kernels with the NVRTC of every environment that has one, without running any: neither
 * GPU nor torch is needed for that.
 * @throws BenchError for a malformed architecture
 */
export async function buildInEnvironments(
  options: EnvironmentBuildOptions,
): Promise<CompilerBuild[]> {
  checkArchitectures(options.architectures);
  const found = await discoverStacks(options, options);
  const builds: CompilerBuild[] = [];
  for (const { stack, drive } of found) {
    const { id, available, facts } = stack;
    // The compiler of `…@cpu` is that of the environment itself.
    if (id.endsWith('@cpu') || !options.isWanted(id)) continue;
    if (readFact(facts, 'torchCudaVersion') === undefined) continue;
    if (drive === null || !available) {
      const { reason = 'It is broken.', fix = 'Make it anew, or remove it.' } = stack;
      builds.push({ id, compiler: null, kernels: [], workers: [], problems: [{ reason, fix }] });
    } else {
      builds.push(await buildWith(id, drive, options));
    }
  }
  return builds;
}

async function buildWith(
  id: string,
  drive: Drive,
  { root, cases, architectures, report, onProgress, signal, timeoutMs }: EnvironmentBuildOptions,
): Promise<CompilerBuild> {
  const nothing = { id, compiler: null, kernels: [], workers: [] };
  const told = await describeWorker(drive.compiler('sm_80'), {
    timeoutMs,
    ...(signal && { signal }),
  });
  if (!told.ok) {
    const fix = 'Install nvidia-cuda-nvrtc (pip) or cuda-nvrtc (conda) in it.';
    return { ...nothing, problems: [{ reason: withSaid(told).reason, fix }] };
  }
  const { facts } = told.description;
  const nvrtcVersion = readFact(facts, 'nvrtcVersion') ?? 'of an unknown version';
  const nvrtcArchitectures = readFact(facts, 'nvrtcArchitectures') ?? [];
  const known = new Set(nvrtcArchitectures.map(numberOf));
  const wanted = architectures.length > 0 ? architectures : usualArchitectures;
  const compiled = wanted.filter(
    (name) =>
      known.has(numberOf(name)) && (namesOneArchitecture(nvrtcVersion) || !/[af]$/.test(name)),
  );
  const compiler = `NVRTC ${nvrtcVersion}`;
  const problems = wanted
    .filter((name) => !compiled.includes(name))
    .map((name) => ({
      reason: `${compiler} does not compile for ${name}.`,
      fix: `Choose from ${nvrtcArchitectures.join(', ')}, or use another environment.`,
    }));
  const jobs = await listKernelJobs(root, cases, compiled);
  const kernels: KernelBuild[] = [];
  for (const architecture of compiled) {
    await withWorker(drive.compiler(architecture), async (worker) => {
      for (const job of jobs.filter((each) => each.architecture === architecture)) {
        const result = await compile(worker, job, signal);
        // The machine code is the worker's alone.
        if (report && result.ok) {
          const passes = (await report.countPasses?.(job)) ?? null;
          result.report = reportOn(job, result.resources, null, passes);
        }
        kernels.push({ ...withoutSource(job), result });
        onProgress?.(id, kernels.length, jobs.length);
      }
    });
  }
  return { id, compiler, kernels, workers: [], problems };
}

async function compile(
  worker: Worker,
  { text, entry, pass, dataType, variant }: KernelJob,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  const program = {
    dataType,
    tensors: [],
    passes: [
      {
        label: pass,
        module: {
          kind: 'source' as const,
          language: 'cu' as const,
          file: `${variant}.cu`,
          text,
          flags: [...nvrtcFlags],
        },
        entry,
        grid: [1, 1, 1] as [number, number, number],
        block: [1, 1, 1] as [number, number, number],
        tensors: [],
        scalars: [],
      },
    ],
  };
  const answer = await worker.ask({ do: 'prepare', program, bufferSets: 1 }, preparedSchema, {
    timeoutMs: timeLimitMs('build'),
    signal,
  });
  if (!answer.ok) return { ok: false, reason: withSaid(answer).reason };
  const { buildNs, notes } = answer.result;
  const { log = '' } = (notes?.[pass] ?? {}) as { log?: string };
  const resources = parsePtxasReport(log, entry);
  if (resources === null) return { ok: false, reason: `ptxas does not report on '${entry}'` };
  return { ok: true, resources, buildNs, cached: false };
}
