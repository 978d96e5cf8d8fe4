import { join } from 'node:path';
import process from 'node:process';
import type { Catalog } from '@stackbench/kernels';
import { BenchError, type Suite } from '@stackbench/model';
import { cacheFolder, type Problem } from '@stackbench/stacks';
import { numberOf } from './architecture.ts';
import { buildAll, type KernelBuild } from './build/build-all.ts';
import { compileWorker } from './build/compile-worker.ts';
import {
  discoverToolkits,
  type FoundToolkit,
  type ToolkitSearch,
} from './discover/discover-toolkits.ts';

export interface BuildOnlyOptions extends ToolkitSearch {
  catalog: Catalog;
  suite: Suite;
  /** `sm_80`; none: that of the GPU, or where there is none those that the kernels are written for. */
  architectures: readonly string[];
  /** Which toolkits, by their stack's id. */
  isWanted: (id: string) => boolean;
  timeoutMs: number;
  onProgress?: (id: string, done: number, total: number) => void;
}

/** What one toolkit made of the kernels. */
export interface ToolkitBuild {
  id: string;
  nvccVersion: string | null;
  kernels: readonly KernelBuild[];
  /** The worker of each architecture, to be driven by hand. */
  workers: readonly { architecture: string; file: string }[];
  /** Why it builds nothing, or not all that was wanted. */
  problems: readonly Problem[];
}

/** Rungs before wgmma need sm_80; wgmma sm_90a. */
const usualArchitectures = ['sm_80', 'sm_90', 'sm_90a'];

/**
 * Builds workers and kernels with every toolkit found, without running any: no GPU is needed.
 * @throws BenchError for a malformed architecture
 */
export async function buildOnly(options: BuildOnlyOptions): Promise<ToolkitBuild[]> {
  const malformed = options.architectures.find((name) => !/^sm_\d+[af]?$/.test(name));
  if (malformed !== undefined) {
    throw new BenchError(`'${malformed}' is not an architecture`, {
      fix: "Write it as nvcc does: 'sm_80', 'sm_90a'.",
    });
  }
  const toolkits = await discoverToolkits(options, options);
  const builds: ToolkitBuild[] = [];
  // One after the other: each uses all cores.
  for (const toolkit of toolkits.filter(({ id }) => options.isWanted(id))) {
    builds.push(await buildWith(toolkit, options));
  }
  return builds;
}

async function buildWith(
  { id, tools, architecture, problem }: FoundToolkit,
  { catalog, suite, architectures, env = process.env, onProgress }: BuildOnlyOptions,
): Promise<ToolkitBuild> {
  if (tools === null) {
    return { id, nvccVersion: null, kernels: [], workers: [], problems: problem ? [problem] : [] };
  }
  const { toolkit } = tools;
  const usual = architecture === null ? usualArchitectures : [architecture];
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
      const { file } = await compileWorker(tools, name, cache);
      workers.push({ architecture: name, file });
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      problems.push({
        reason: `The worker for ${name} cannot be built: ${error.message}`,
        fix: 'Install this toolkit and its host compiler completely.',
      });
    }
  }
  const kernels = await buildAll({
    catalog,
    suite,
    tools,
    architectures: known,
    cache,
    onProgress: (done, total) => onProgress?.(id, done, total),
  });
  return { id, nvccVersion: toolkit.nvccVersion, kernels, workers, problems };
}
