import { readFileSync } from 'node:fs';
import process from 'node:process';
import {
  type GpuReading,
  readFact,
  type Stack,
  type ThrottleReason,
  throttleReasons,
} from '@stackbench/model';
import { type Environment, runTool, timeLimitMs } from '@stackbench/workers';
import { fieldsOf, findNvidiaSmi, valuesAlone } from './nvidia-smi.ts';

/** Tells what a GPU is doing. */
export interface GpuMonitor {
  /** Null when it cannot be told; from then on it is not asked again, as that may take long. */
  read(): Promise<GpuReading | null>;
}

/**
 * The power is that of the whole board, on average over the last second from Ampere on, the moment's before
 * (`nvidia-smi --help-query-gpu`): right after the samples it is theirs, `power.draw.instant` would be that of an idle GPU.
 */
const quantities = ['clocks.sm', 'clocks.mem', 'power.draw', 'temperature.gpu'];
/** The same under two names: drivers before R535 know but the second, which CUDA 14 is to remove (NVML's deprecation notices). */
const reasonFields = ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'];

/** A monitor of the GPU that a stack computes on; null where it has none of NVIDIA's, or there is no nvidia-smi. */
export function openGpuMonitor(stack: Stack, env: Environment): GpuMonitor | null {
  const vendor = readFact(stack.facts, 'vendor');
  if (stack.software || (vendor !== undefined && vendor !== 'nvidia')) return null;
  const smi = findNvidiaSmi(env);
  if (smi === null) return null;
  const gpu =
    readFact(stack.facts, 'gpuUuid') ?? readFact(stack.facts, 'gpuIndex')?.toString() ?? null;
  const selection = gpu === null ? [] : ['-i', gpu];
  const ask = (query: string) =>
    runTool(smi, [query, valuesAlone, ...selection], { env, timeoutMs: timeLimitMs('discover') });
  // Of a GPU in instances (MIG) all processes are listed, those of other instances, too.
  const isPart = readFact(stack.facts, 'migUuid') !== undefined;
  // A worker of WebGPU is no compute process to the driver, and those of CUDA are one each.
  const ownUnseen = stack.computes?.includes('wgsl') === true ? 0 : 1;
  let names = reasonFields;

  async function read(): Promise<GpuReading | null> {
    const [name] = names;
    if (name === undefined) return null;
    const [state, processes] = await Promise.all([
      ask(`--query-gpu=${[...quantities, name].join(',')}`),
      ask('--query-compute-apps=pid'),
    ]);
    if (state.ok) {
      const foreign = processes.ok && !isPart ? countForeign(processes.stdout, ownUnseen) : null;
      return parseReading(state.stdout, foreign);
    }
    const isUnknown = /not a valid field/i.test(state.stdout + state.stderr);
    names = isUnknown ? names.slice(1) : [];
    return read();
  }
  return { read };
}

/** A line of numbers, the last of them bits; null for more lines than one, of which nobody knows which counts. */
function parseReading(text: string, foreignProcesses: number | null): GpuReading | null {
  const lines = text.trim().split('\n');
  const fields = fieldsOf(lines[0]!);
  if (lines.length !== 1 || fields.length !== quantities.length + 1) return null;
  const [
    smClockMhz = null,
    memoryClockMhz = null,
    powerW = null,
    temperatureC = null,
    bits = null,
  ] = fields.map(readNumber);
  return {
    smClockMhz,
    memoryClockMhz,
    powerW,
    temperatureC,
    throttleReasons: bits === null ? null : reasonsOf(bits),
    foreignProcesses,
  };
}

/** What is not told is `[N/A]`, `N/A`, `[Not Supported]` or another sentence in brackets. */
function readNumber(field: string): number | null {
  const value = field === '' ? Number.NaN : Number(field);
  return Number.isFinite(value) ? value : null;
}

function reasonsOf(bits: number): ThrottleReason[] {
  return (Object.keys(throttleReasons) as ThrottleReason[]).filter(
    // Beyond 32 bits nothing is named.
    (reason) => (bits & throttleReasons[reason]) !== 0,
  );
}

/**
 * How many of these processes are others'. In a container the driver tells numbers of the host, which name nothing
 * here: then one of them is the worker.
 */
function countForeign(text: string, ownUnseen: number): number {
  const pids = text
    .split('\n')
    .map(readNumber)
    .filter((pid) => pid !== null);
  const others = pids.filter((pid) => !isOwn(pid));
  return others.length < pids.length ? others.length : Math.max(0, others.length - ownUnseen);
}

/** Whether this process started it, or one that it started did (Linux). */
function isOwn(pid: number): boolean {
  try {
    for (let at = pid; at > 1;) {
      if (at === process.pid) return true;
      const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${at}/status`, 'utf8')) ?? [];
      at = Number(parent);
    }
  } catch {
    // Gone, or a number of another system.
  }
  return false;
}
