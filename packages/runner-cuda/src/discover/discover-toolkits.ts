import process from 'node:process';
import type { DiscoverOptions, Environment } from '@stackbench/workers';
import { type Facts, type KnownFacts, stateFacts } from '@stackbench/model';
import {
  type DeviceState,
  driverFloor,
  environmentPlaces,
  inspectDevice,
  isLowerVersion,
  type Problem,
  setupFacts,
  shortenHome,
} from '@stackbench/stacks';
import { chooseTarget, isMadeByDriver, numberOf } from '@stackbench/programs';
import { buildEnvironment } from '../build/build-environment.ts';
import type { BuildTools } from '../build/nvcc.ts';
import { findCandidates, findMisnamed } from './candidates.ts';
import {
  chooseHostCompiler,
  describeCompiler,
  findHostCompilers,
  type HostCompiler,
} from './host-compilers.ts';
import { quotePath } from './quote-path.ts';
import { type BrokenToolkit, inspectToolkit, type Toolkit } from './toolkit.ts';

/** A toolkit, and all that is known about using it here. */
export interface FoundToolkit {
  /** `cuda:13.0@/usr/local/cuda-13.0`; of one that was made from a setup, with its name in the folder's place. */
  id: string;
  facts: Facts;
  /** What builds with it need; null where nothing can be built. */
  tools: BuildTools | null;
  /** What to compile for, `sm_90a`, or `compute_90` where the driver makes the code; null without a GPU. */
  architecture: string | null;
  /** Why its kernels cannot be built, or cannot be run here. */
  problem: Problem | null;
}

export interface ToolkitSearch {
  env?: Environment;
  /** The folder that absolute system paths are below, for tests; default: `/`. */
  systemRoot?: string;
  workingFolder?: string;
}

/** Every CUDA Toolkit of this machine, each once, those that cannot be used with their reason. */
export async function discoverToolkits(
  search: ToolkitSearch,
  options: DiscoverOptions,
): Promise<FoundToolkit[]> {
  const env = search.env ?? process.env;
  const places = environmentPlaces(search);
  const tools = { ...options, env: buildEnvironment(env) };
  const [inspected, compilers, device] = await Promise.all([
    Promise.all(findCandidates(places).map((candidate) => inspectToolkit(candidate, tools))),
    findHostCompilers(env, tools),
    inspectDevice({ ...tools, env, systemRoot: places.systemRoot ?? '/' }),
  ]);
  const working = new Map(
    inspected
      .filter((toolkit): toolkit is Toolkit => !('problem' in toolkit))
      .toReversed()
      .map((toolkit) => [toolkit.prefix, toolkit]),
  );
  const usable = [...working.values()].toReversed().map(async (toolkit) => {
    const compiler = await chooseHostCompiler(toolkit, compilers, tools);
    return describeToolkit(toolkit, compiler, device, setupFacts(toolkit.prefix, places.ownFolder));
  });
  const found = [
    ...(await Promise.all(usable)),
    ...inspected.filter((toolkit) => 'problem' in toolkit).map(describeBroken),
    ...findMisnamed(places).map(describeMisnamed),
  ];
  return found.length === 0 && device.driverVersion !== null ? [describeNone(device)] : found;
}

/** A GPU that waits for a toolkit is worth a word; a machine without either is not. */
function describeNone({ driverVersion, gpu }: DeviceState): FoundToolkit {
  return {
    id: 'cuda:no-toolkit',
    facts: stateFacts({ driverVersion, gpu: gpu?.name }),
    tools: null,
    architecture: null,
    problem: {
      reason: `There is ${gpu?.name ?? `an NVIDIA driver (${driverVersion})`}, but no CUDA Toolkit with nvcc was found.`,
      fix: 'Install one, or name its folder in CUDA_HOME. Without root: `pnpm bench env create cuda-13.0`.',
    },
  };
}

function describeToolkit(
  toolkit: Toolkit,
  compiler: HostCompiler | Problem,
  device: DeviceState,
  setup: Pick<KnownFacts, 'setup'>,
): FoundToolkit {
  const hostCompiler = 'file' in compiler ? compiler : null;
  const { gpu, driverVersion } = device;
  const architecture = gpu === null ? null : chooseTarget(gpu.computeCapability, toolkit);
  const unbuildable = 'reason' in compiler ? compiler : findMissing(toolkit);
  return {
    id: `cuda:${toolkit.version}@${setup.setup ?? shortenHome(toolkit.prefix)}`,
    facts: stateFacts({
      ...setup,
      version: toolkit.version,
      nvccVersion: toolkit.nvccVersion,
      nvccBuild: toolkit.nvccBuild,
      prefix: shortenHome(toolkit.prefix),
      foundBy: toolkit.foundBy,
      runtimeVersion: toolkit.runtimeVersion,
      hostCompiler: hostCompiler === null ? null : describeCompiler(hostCompiler),
      newestGcc: toolkit.newestGcc,
      architectures: [...toolkit.architectures],
      cublasVersion: toolkit.cublas?.version ?? null,
      cublasFile: toolkit.cublas === null ? null : shortenHome(toolkit.cublas.file),
      cublasLtFile: toolkit.cublasLt === null ? null : shortenHome(toolkit.cublasLt.file),
      cudnnVersion: toolkit.cudnn?.version ?? null,
      cudnnFile: toolkit.cudnn === null ? null : shortenHome(toolkit.cudnn.file),
      driverVersion,
      gpu: gpu?.name,
      computeCapability: gpu?.computeCapability,
      memoryMib: gpu?.memoryMib,
      ...device.among,
      ...device.identity,
    }),
    tools: unbuildable === null && hostCompiler !== null ? { toolkit, hostCompiler } : null,
    architecture,
    problem: unbuildable ?? device.problem ?? findMismatch(toolkit, device, architecture),
  };
}

/** What a build needs and this toolkit lacks. */
function findMissing({ runtimeVersion, staticRuntime, prefix }: Toolkit): Problem | null {
  const missing = [
    ...(runtimeVersion === null ? ['the headers (cuda_runtime_api.h)'] : []),
    ...(staticRuntime === null ? ['the static runtime (libcudart_static.a)'] : []),
  ];
  if (missing.length === 0) return null;
  return {
    reason: `This toolkit lacks ${missing.join(' and ')}, so nothing can be built with it.`,
    fix: prefix.includes('-packages')
      ? 'Install nvidia-cuda-runtime, nvidia-cuda-crt and nvidia-nvvm of the same version beside it.'
      : 'Install the whole toolkit, or the development package of its runtime.',
  };
}

/** Why this toolkit's programs do not run on a GPU that is there. */
function findMismatch(
  { version, nvccVersion, architectures }: Toolkit,
  { driverVersion, gpu }: DeviceState,
  architecture: string | null,
): Problem | null {
  const floor = driverFloor(version, process.platform);
  if (driverVersion !== null && floor !== null && isLowerVersion(driverVersion, floor)) {
    return {
      reason: `The driver ${driverVersion} is too old: programs of CUDA ${version} need ${floor} or newer.`,
      fix: `Update the driver, or use a toolkit of an older major version.`,
    };
  }
  if (gpu === null || architecture === null || isMadeByDriver(architecture)) return null;
  if (architectures.map(numberOf).includes(numberOf(architecture))) return null;
  return {
    reason: `nvcc ${nvccVersion} does not compile for ${gpu.name} (${architecture}); it knows ${architectures.join(', ')}.`,
    fix: 'Use an older toolkit: newer ones have dropped this architecture.',
  };
}

function describeBroken({ nvcc, foundBy, problem }: BrokenToolkit): FoundToolkit {
  const shown = shortenHome(nvcc);
  return {
    id: `cuda:broken@${shown}`,
    facts: stateFacts({ nvcc: shown, foundBy }),
    tools: null,
    architecture: null,
    problem,
  };
}

function describeMisnamed({
  variable,
  folder,
}: {
  variable: string;
  folder: string;
}): FoundToolkit {
  const shown = shortenHome(folder);
  return {
    id: `cuda:missing@${shown.trim()}`,
    facts: stateFacts({ prefix: shown, foundBy: variable }),
    tools: null,
    architecture: null,
    problem: {
      reason: `${variable} names ${quotePath(folder)}, where there is no bin/nvcc.`,
      fix: `Set ${variable} to a toolkit with its compiler, or unset it.`,
    },
  };
}
