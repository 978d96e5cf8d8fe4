import type { CudaArchitecture } from '@stackbench/model';

/** What CUDA sources are compiled for. */
export interface CudaTarget {
  /** `sm_90a` */
  architecture: string;
  /** Why it is this one, where a variant needs another: `this GPU is sm_80`. */
  because: string;
  /** Of the device; unknown before its worker has told. */
  multiprocessors?: number | undefined;
}

/**
 * The real architecture to compile for a GPU: `sm_80` for 8.0. From 9.0 on with the instructions that
 * only this architecture has (`sm_90a`), where the compiler knows them.
 */
export function architectureOf(computeCapability: string, compilerVersion: string): string {
  const [major = 0, minor = 0] = computeCapability.split('.').map(Number);
  return `sm_${major}${minor}${major >= 9 && namesOneArchitecture(compilerVersion) ? 'a' : ''}`;
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
  return numberOf(architecture) >= numberOf(needed);
}

/** `sm_90a` → 90 */
export function numberOf(architecture: string): number {
  return Number(/^(?:sm|compute)_(\d+)/.exec(architecture)?.[1] ?? 0);
}
