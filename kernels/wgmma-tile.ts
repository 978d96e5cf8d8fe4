import type { KernelPass } from '@stackbench/model';
import { largestGridExtent } from './flat-grid.ts';

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

/** Shared memory and registers leave no room for a second block on a multiprocessor. */
export const BLOCKS = 1;

/** Blocks stay for one tile after another, where there are more than a grid has room for. */
export function gridOfTiles(tiles: number): KernelPass['grid'] {
  return [Math.min(tiles, largestGridExtent), 1, 1];
}

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
