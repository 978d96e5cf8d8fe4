import { multiprocessorOf } from './multiprocessor.ts';

/** What a block takes. */
export interface BlockNeeds {
  threads: number;
  /** Of each thread. */
  registers: number;
  /** Static and dynamic. */
  sharedBytes: number;
}

const warpThreads = 32;
/** Registers of a multiprocessor, and of the units in which warps are given them. */
const registersInAll = 65_536;
const registerUnit = 256;
/** Shared memory is given in units of 128 bytes. */
const sharedUnit = 128;

/** How many blocks a multiprocessor holds at a time; null for an architecture that is not known. */
export function blocksPerMultiprocessor(
  architecture: string,
  { threads, registers, sharedBytes }: BlockNeeds,
): number | null {
  const has = multiprocessorOf(architecture);
  if (has === null) return null;
  const warps = Math.ceil(threads / warpThreads);
  const ofWarp = Math.ceil((registers * warpThreads) / registerUnit) * registerUnit;
  const shared = Math.ceil((sharedBytes + has.blockCostBytes) / sharedUnit) * sharedUnit;
  return Math.min(
    has.blocks,
    Math.floor(has.warps / warps),
    Math.floor(Math.floor(registersInAll / ofWarp) / warps),
    shared === 0 ? Infinity : Math.floor(has.sharedBytes / shared),
  );
}
