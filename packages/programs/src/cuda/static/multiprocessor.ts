import { numberOf } from '../architecture.ts';

/** What a multiprocessor has. */
export interface Multiprocessor {
  warps: number;
  blocks: number;
  sharedBytes: number;
  /** Shared memory that each block costs beside its own: 1 KiB from Ampere on. */
  blockCostBytes: number;
}

/** CUDA C++ Programming Guide, "Technical Specifications per Compute Capability". */
const multiprocessors: Readonly<
  Record<number, { warps: number; blocks: number; sharedKib: number }>
> = {
  75: { warps: 32, blocks: 16, sharedKib: 64 },
  80: { warps: 64, blocks: 32, sharedKib: 164 },
  86: { warps: 48, blocks: 16, sharedKib: 100 },
  87: { warps: 48, blocks: 16, sharedKib: 164 },
  89: { warps: 48, blocks: 24, sharedKib: 100 },
  90: { warps: 64, blocks: 32, sharedKib: 228 },
  100: { warps: 64, blocks: 32, sharedKib: 228 },
  103: { warps: 64, blocks: 32, sharedKib: 228 },
  120: { warps: 48, blocks: 24, sharedKib: 100 },
  121: { warps: 48, blocks: 24, sharedKib: 100 },
};

/** That of an architecture; null where it is not known. */
export function multiprocessorOf(architecture: string): Multiprocessor | null {
  const number = numberOf(architecture);
  const has = multiprocessors[number];
  if (has === undefined) return null;
  const { warps, blocks, sharedKib } = has;
  return { warps, blocks, sharedBytes: sharedKib * 1024, blockCostBytes: number >= 80 ? 1024 : 0 };
}

/** Shared memory that a block may have; null where the architecture is not known. */
export function blockSharedBytesOf(architecture: string): number | null {
  const has = multiprocessorOf(architecture);
  return has && has.sharedBytes - has.blockCostBytes;
}
