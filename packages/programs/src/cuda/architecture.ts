import type { CudaArchitecture } from '@stackbench/model';

/** What CUDA sources are compiled for. */
export interface CudaTarget {
  /** `sm_90a` */
  architecture: string;
  /** Why it is this one, where a variant needs another: `this GPU is sm_80`. */
  because: string;
  /** Of the device; unknown before its worker has told. */
  multiprocessors?: number | undefined;
  /** Shared memory that the device lets a block have; unknown before its worker has told. */
  blockSharedBytes?: number | undefined;
}

/**
 * The real architecture to compile for a GPU: `sm_80` for 8.0. From 9.0 on with the instructions that
 * only this architecture has (`sm_90a`), where the compiler knows them.
 */
export function architectureOf(computeCapability: string, compilerVersion: string): string {
  const [major = 0, minor = 0] = computeCapability.split('.').map(Number);
  return `sm_${major}${minor}${major >= 9 && namesOneArchitecture(compilerVersion) ? 'a' : ''}`;
}

/** What a compiler of CUDA can do. */
interface CudaCompiler {
  version: string;
  /** Real architectures that it knows: `sm_80`. */
  architectures: readonly string[];
}

/**
 * What to compile for a GPU: its own architecture, or PTX for the closest older one that the compiler knows (`compute_90`),
 * of which the driver makes code for the GPU. Its own, too, where nothing serves.
 */
export function chooseTarget(
  computeCapability: string,
  { version, architectures }: CudaCompiler,
): string {
  const own = architectureOf(computeCapability, version);
  const known = architectures.map(numberOf);
  const older = known.filter((number) => number < numberOf(own));
  return known.includes(numberOf(own)) || older.length === 0
    ? own
    : `compute_${Math.max(...older)}`;
}

/** Whether a target is PTX, of which the driver makes code when it is loaded. */
export function isMadeByDriver(target: string): boolean {
  return target.startsWith('compute_');
}

/** Whether nvcc or NVRTC of a version knows `sm_90a`: `sm_90` came with 11.8, before it. */
export function namesOneArchitecture(compilerVersion: string): boolean {
  return Number(compilerVersion.split('.')[0]) >= 12;
}

/** Whether kernels that need `needed` can be compiled for `architecture`. */
export function servesArchitecture(
  architecture: string,
  needed: CudaArchitecture | undefined,
): boolean {
  if (needed === undefined) return true;
  if (needed === 'sm_90a') return architecture === needed;
  if (needed === 'sm_90a+') return architecture.endsWith('a') && numberOf(architecture) >= 90;
  return numberOf(architecture) >= numberOf(needed);
}

/** `sm_90a` → 90 */
export function numberOf(architecture: string): number {
  return Number(/^(?:sm|compute)_(\d+)/.exec(architecture)?.[1] ?? 0);
}
