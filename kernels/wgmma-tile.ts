/** Warpgroups that multiply; one more brings what they multiply. */
export const CONSUMERS = 2;
export const wgmmaThreads = 128 * (CONSUMERS + 1);

/** TMA reads and writes rows that begin on a boundary of this. */
export const rowBytes = 16;
/** Operands lie in shared memory in rows of this, swizzled. */
export const swizzleBytes = 128;
/** Swizzled tiles begin on a boundary of this; dynamic shared memory need not. */
export const coreBytes = 1024;
/** Each stage, and each consumer's turn, has barriers in shared memory. */
export const barrierBytes = 8;

/** How a block cuts the work. */
export interface WgmmaTile {
  BM: number;
  BN: number;
  /** Slices in shared memory at a time. */
  STAGES: number;
}

/** Shared memory for STAGES slices, BK products each, and their barriers. */
export function sliceBytes(shape: WgmmaTile): number {
  return coreBytes + shape.STAGES * stageBytes(shape);
}

export function stageBytes({ BM, BN }: Pick<WgmmaTile, 'BM' | 'BN'>): number {
  return (BM + BN) * swizzleBytes + 2 * barrierBytes;
}
