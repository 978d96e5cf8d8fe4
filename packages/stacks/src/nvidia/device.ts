import {
  type Environment,
  runTool,
  type ToolOptions,
  type ToolResult,
  adviseLonger,
} from '@stackbench/workers';
import type { Problem } from '../problem.ts';
import { readNvidiaDriver } from './driver.ts';
import { type MigInstance, readMigInstances } from './mig.ts';
import { fieldsOf, findNvidiaSmi, valuesAlone } from './nvidia-smi.ts';

/** The GPU that programs get, and the driver under it. */
export interface DeviceState {
  /** `580.65.06`; null without a driver. */
  driverVersion: string | null;
  gpu: Gpu | null;
  /** Which of several it is; absent where it is the only one, or they cannot be told apart. */
  among?: GpuChoice | undefined;
  /** Which one it is, and how it is set; absent where its tools do not tell. */
  identity?: GpuIdentity | undefined;
  /** Why no GPU can be used. */
  problem: Problem | null;
}

/** As nvidia-smi tells it. */
interface Gpu {
  name: string;
  /** `9.0` */
  computeCapability: string;
  /** Absent where it shares the host's, or nvidia-smi does not tell (`[N/A]`). */
  memoryMib?: number | undefined;
}

/** One GPU and no other, with the modes that decide speed. */
interface GpuIdentity {
  gpuUuid: string;
  /** The part of it that programs get. */
  migUuid?: string | undefined;
  pciBusId?: string;
  migMode?: string;
  persistenceMode?: string;
  eccMode?: string;
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
  const smi = findNvidiaSmi(env);
  if (smi === null) return loaded === null ? noDriver() : unknownGpu(loaded);
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
  const listInstances = async () => {
    const listed = await runTool(smi, ['-L'], options);
    return listed.ok ? readMigInstances(listed.stdout) : [];
  };
  const part = first.startsWith('MIG')
    ? (await listInstances()).find(({ migUuid }) => migUuid.startsWith(first))
    : undefined;
  // A part of a GPU has no line of its own.
  const gpu = first.startsWith('MIG') ? part?.gpuUuid : first;
  const selection = gpu === undefined ? [] : ['-i', gpu];
  const ask = (fields: readonly string[], of: readonly string[] = []) =>
    runTool(smi, [`--query-gpu=${fields.join(',')}`, valuesAlone, ...of], options);
  const [said, all, known] = await Promise.all([
    ask(['driver_version', 'name', 'compute_cap', 'memory.total'], selection),
    ask(['index', 'uuid', 'name']),
    ask(Object.values(identityFields), selection),
  ]);
  const asked = said.ok ? readGpu(said.stdout) : null;
  if (asked !== null) {
    const among = all.ok ? chooseGpu(all.stdout, gpu ?? first) : undefined;
    const whole = known.ok && gpu !== undefined ? readIdentity(known.stdout) : undefined;
    const identity = whole && {
      ...whole,
      migUuid: part?.migUuid ?? (await findFirstInstance(whole, listInstances)),
    };
    return {
      driverVersion: loaded ?? asked.driver,
      gpu: asked.gpu,
      among,
      identity,
      problem: null,
    };
  }
  if (loaded === null) {
    if (said.ok) return noDriver();
    const words = firstLine(said.stdout) || firstLine(said.stderr);
    return words === '' ? unknownDriver(said) : noDriver(words);
  }
  return {
    driverVersion: loaded,
    gpu: null,
    problem: {
      reason: `The driver ${loaded} is loaded, but nvidia-smi names no GPU: it ${said.ok ? `says '${firstLine(said.stdout)}'` : said.reason}.`,
      fix: `Run nvidia-smi by hand; a container must be started with access to the GPU.${longer(said)}`,
    },
  };
}

/** The first line of nvidia-smi's table of driver, name, compute capability and memory; null for anything else. */
export function readGpu(table: string): { driver: string; gpu: Gpu } | null {
  const [driver = '', name, computeCapability = '', memory = ''] = fieldsOf(firstLine(table));
  if (name === undefined || !/^\d+\.\d+$/.test(computeCapability)) return null;
  return {
    driver,
    gpu: { name, computeCapability, memoryMib: /^\d+$/.test(memory) ? Number(memory) : undefined },
  };
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.slice(0, 200);
}

/** The name of each in nvidia-smi. */
const identityFields = {
  gpuUuid: 'uuid',
  pciBusId: 'pci.bus_id',
  migMode: 'mig.mode.current',
  persistenceMode: 'persistence_mode',
  eccMode: 'ecc.mode.current',
};

/** Of one line; what a GPU lacks, a GeForce MIG for one, is `[N/A]`. */
function readIdentity(text: string): GpuIdentity | undefined {
  const values = fieldsOf(firstLine(text));
  const told = Object.keys(identityFields)
    .map((name, at) => [name, values[at] ?? ''] as const)
    .filter(([, value]) => /^[\w:.-]+$/.test(value) && value !== 'N/A');
  const { gpuUuid, ...modes } = Object.fromEntries(told);
  return gpuUuid?.startsWith('GPU-') === true ? { gpuUuid, ...modes } : undefined;
}

/** The instance that programs get of a GPU that is cut into them: its first. */
async function findFirstInstance(
  { gpuUuid, migMode }: GpuIdentity,
  listInstances: () => Promise<MigInstance[]>,
): Promise<string | undefined> {
  if (migMode !== 'Enabled') return undefined;
  return (await listInstances()).find((each) => each.gpuUuid === gpuUuid)?.migUuid;
}

/** @param first the number of the GPU that programs get, or its serial number or the beginning of that */
export function chooseGpu(lines: string, first: string): GpuChoice | undefined {
  const gpus = lines
    .split('\n')
    .map(fieldsOf)
    .filter(([index, uuid, name]) => /^\d+$/.test(index ?? '') && uuid !== undefined && name);
  const chosen = gpus.find(([index, uuid]) => index === first || uuid?.startsWith(first));
  if (chosen === undefined || gpus.length < 2) return undefined;
  const otherGpus = gpus
    .filter((each) => each !== chosen)
    .map(([index, , name]) => `${index}: ${name}`);
  return { gpuIndex: Number(chosen[0]), otherGpus };
}

const noDriverFix =
  'Run this on a machine with an NVIDIA GPU and its driver; a container must be started with access to the GPU (--gpus all). `pnpm bench build` compiles the kernels without one.';

/** @param said what nvidia-smi, which failed, says of it */
function noDriver(said = ''): DeviceState {
  const reason = `No NVIDIA driver is loaded.${said === '' ? '' : ` nvidia-smi says: ${said}`}`;
  return { driverVersion: null, gpu: null, problem: { reason, fix: noDriverFix } };
}

/** An nvidia-smi that hangs, or dies without a word, may have met a driver that nothing else tells of (WSL). */
function unknownDriver(said: Extract<ToolResult, { ok: false }>): DeviceState {
  return {
    driverVersion: null,
    gpu: null,
    problem: {
      reason: `Whether an NVIDIA driver is loaded is unknown: nvidia-smi ${said.reason}.`,
      fix: `Run nvidia-smi by hand to see why.${longer(said)} ${noDriverFix}`,
    },
  };
}

function longer(said: ToolResult): string {
  return !said.ok && said.timedOut === true ? ` ${adviseLonger('discover')}` : '';
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
