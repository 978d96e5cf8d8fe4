import { join } from 'node:path';
import process from 'node:process';
import { BenchError } from '@stackbench/model';
import {
  type BuildOptions,
  checkArchitectures,
  type CompilerBuild,
  isMadeByDriver,
  numberOf,
  usualArchitectures,
} from '@stackbench/programs';
import { cacheFolder, type Problem } from '@stackbench/stacks';
import { buildAll } from './build/build-all.ts';
import { compileWorker } from './build/compile-worker.ts';
import { findDisassembler } from './build/read-report.ts';
import {
  discoverToolkits,
  type FoundToolkit,
  type ToolkitSearch,
} from './discover/discover-toolkits.ts';

export interface BuildOnlyOptions extends BuildOptions, ToolkitSearch {}

/**
 * Builds workers and kernels with every toolkit found, without running any: no GPU is needed.
 * @throws BenchError for a malformed architecture
 */
export async function buildOnly(options: BuildOnlyOptions): Promise<CompilerBuild[]> {
  checkArchitectures(options.architectures);
  const toolkits = await discoverToolkits(options, options);
  const builds: CompilerBuild[] = [];
  // One after the other: each uses all cores.
  for (const toolkit of toolkits.filter(({ id }) => options.isWanted(id))) {
    builds.push(await buildWith(toolkit, options));
  }
  return builds;
}

async function buildWith(
  { id, tools, architecture, problem }: FoundToolkit,
  { root, cases, architectures, report, env = process.env, ...options }: BuildOnlyOptions,
): Promise<CompilerBuild> {
  const { lineInfo, keep, signal, onProgress } = options;
  if (tools === null) {
    return { id, compiler: null, kernels: [], workers: [], problems: problem ? [problem] : [] };
  }
  const { toolkit } = tools;
  // What a driver makes of PTX cannot be seen here.
  const usual =
    architecture === null || isMadeByDriver(architecture) ? usualArchitectures : [architecture];
  const wanted = architectures.length > 0 ? architectures : usual;
  const numbers = new Set(toolkit.architectures.map(numberOf));
  const known = wanted.filter((name) => numbers.has(numberOf(name)));
  const problems: Problem[] = wanted
    .filter((name) => !known.includes(name))
    .map((name) => ({
      reason: `nvcc ${toolkit.nvccVersion} does not compile for ${name}.`,
      fix: `Choose from ${toolkit.architectures.join(', ')}, or use another toolkit.`,
    }));
  const cache = join(cacheFolder(env), 'cuda');
  const workers: { architecture: string; file: string }[] = [];
  for (const name of known) {
    try {
      const { file } = await compileWorker(tools, name, cache, signal);
      workers.push({ architecture: name, file });
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      problems.push({
        reason: `The worker for ${name} cannot be built: ${error.message}`,
        fix: 'Install this toolkit and its host compiler completely.',
      });
    }
  }
  const disassembler = report ? findDisassembler(toolkit.prefix, env) : null;
  if (report && disassembler === null) {
    problems.push({
      reason:
        'There is no nvdisasm beside this nvcc or on PATH, so the loops of its kernels are not read.',
      fix: 'Install nvidia-cuda-nvdisasm (pip) or cuda-nvdisasm (conda), and put its bin on PATH.',
    });
  }
  const kernels = await buildAll({
    root,
    cases,
    tools,
    architectures: known,
    cache,
    ...(report && { report: { ...report, disassembler } }),
    lineInfo,
    keep,
    signal,
    onProgress: (done, total) => onProgress?.(id, done, total),
  });
  return { id, compiler: `nvcc ${toolkit.nvccVersion}`, kernels, workers, problems };
}
