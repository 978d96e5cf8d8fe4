import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import { findExecutable } from '../find-executable.ts';
import type { Problem } from '../problem.ts';
import { readNvidiaDriver } from './driver.ts';

/** The GPU that programs get, and the driver under it. */
export interface DeviceState {
  /** `580.65.06`; null without a driver. */
  driverVersion: string | null;
  gpu: Gpu | null;
  /** Which of several it is; absent where it is the only one, or they cannot be told apart. */
  among?: GpuChoice | undefined;
  /** Why no GPU can be used. */
  problem: Problem | null;
}

/** As nvidia-smi tells it. */
interface Gpu {
  name: string;
  /** `9.0` */
  computeCapability: string;
  memoryMib: number;
}

/** One GPU of several, by the numbers of nvidia-smi. */
interface GpuChoice {
  gpuIndex: number;
  /** Those that programs do not get, or not first: `1: NVIDIA RTX A2000`. */
  otherGpus: string[];
}

export interface DeviceOptions extends ToolOptions {
  env: Environment;
  /** The folder that absolute system paths are below, for tests; default: `/`. */
  systemRoot?: string;
}

/** Looks for the NVIDIA driver and the first GPU that programs see. */
export async function inspectDevice(options: DeviceOptions): Promise<DeviceState> {
  const { env } = options;
  const loaded = readNvidiaDriver(options.systemRoot ?? '/');
  const smi = findExecutable(['nvidia-smi', 'nvidia-smi.exe'], env, ['/usr/lib/wsl/lib']);
  if (smi === null) return loaded === null ? noDriver(null) : unknownGpu(loaded);
  const visible = env['CUDA_VISIBLE_DEVICES'];
  if (visible !== undefined && (visible === '' || visible.startsWith('-'))) {
    return {
      driverVersion: loaded,
      gpu: null,
      problem: {
        reason: `CUDA_VISIBLE_DEVICES is '${visible}', which hides every GPU.`,
        fix: 'Unset it, or give the number of a GPU that `nvidia-smi -L` lists.',
      },
    };
  }
  const [first = '0'] = (visible ?? '0').split(',').map((part) => part.trim());
  // A part of a GPU has no line of its own.
  const selection = first.startsWith('MIG') ? [] : ['-i', first];
  const query = ['--query-gpu=driver_version,name,compute_cap,memory.total'];
  const format = '--format=csv,noheader,nounits';
  const [said, all] = await Promise.all([
    runTool(smi, [...query, format, ...selection], options),
    runTool(smi, ['--query-gpu=index,uuid,name', format], options),
  ]);
  const line = said.stdout.trim().split('\n')[0] ?? '';
  const [driver, name, capability, memory] = line.split(',').map((field) => field.trim());
  if (
    said.ok &&
    driver !== undefined &&
    name !== undefined &&
    /^\d+\.\d+$/.test(capability ?? '')
  ) {
    const gpu = { name, computeCapability: capability!, memoryMib: Number(memory) };
    const among = all.ok ? chooseGpu(all.stdout, first) : undefined;
    return { driverVersion: loaded ?? driver, gpu, among, problem: null };
  }
  if (loaded === null) return noDriver(said.ok ? null : said.stdout || said.stderr);
  return {
    driverVersion: loaded,
    gpu: null,
    problem: {
      reason: `The driver ${loaded} is loaded, but nvidia-smi names no GPU: it ${said.ok ? `says '${line}'` : said.reason}.`,
      fix: 'Run nvidia-smi by hand; a container must be started with access to the GPU.',
    },
  };
}

/** @param first the number of the GPU that programs get, or its serial number or the beginning of that */
function chooseGpu(lines: string, first: string): GpuChoice | undefined {
  const gpus = lines
    .split('\n')
    .map((line) => line.split(',').map((field) => field.trim()))
    .filter(([index, uuid, name]) => /^\d+$/.test(index ?? '') && uuid !== undefined && name);
  const chosen = gpus.find(([index, uuid]) => index === first || uuid?.startsWith(first));
  if (chosen === undefined || gpus.length < 2) return undefined;
  const otherGpus = gpus
    .filter((each) => each !== chosen)
    .map(([index, , name]) => `${index}: ${name}`);
  return { gpuIndex: Number(chosen[0]), otherGpus };
}

function noDriver(said: string | null): DeviceState {
  const [line = ''] = (said ?? '').trim().split('\n');
  return {
    driverVersion: null,
    gpu: null,
    problem: {
      reason: `No NVIDIA driver is loaded.${line === '' ? '' : ` nvidia-smi says: ${line.slice(0, 200)}`}`,
      fix: 'Run this on a machine with an NVIDIA GPU and its driver; a container must be started with access to the GPU (--gpus all). `pnpm bench build` compiles the kernels without one.',
    },
  };
}

function unknownGpu(driverVersion: string): DeviceState {
  return {
    driverVersion,
    gpu: null,
    problem: {
      reason: `The driver ${driverVersion} is loaded, but nvidia-smi, which tells the GPU, is not there.`,
      fix: "Install the driver's tools, or start the container with NVIDIA_DRIVER_CAPABILITIES=compute,utility.",
    },
  };
}
