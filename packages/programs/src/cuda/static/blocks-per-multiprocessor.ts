import { numberOf } from '../architecture.ts';

/** What a block takes. */
export interface BlockNeeds {
  threads: number;
  /** Of each thread. */
  registers: number;
  /** Static and dynamic. */
  sharedBytes: number;
}

/** What a multiprocessor has. */
interface Multiprocessor {
  warps: number;
  blocks: number;
  sharedKib: number;
}

/** CUDA C++ Programming Guide, "Technical Specifications per Compute Capability". */
const multiprocessors: Readonly<Record<number, Multiprocessor>> = {
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

const warpThreads = 32;
/** Registers of a multiprocessor, and of the units in which warps are given them. */
const registersInAll = 65_536;
const registerUnit = 256;
/** Shared memory is given in units of 128 bytes, and from Ampere on each block costs 1 KiB more. */
const sharedUnit = 128;

/** How many blocks a multiprocessor holds at a time; null for an architecture that is not known. */
export function blocksPerMultiprocessor(
  architecture: string,
  { threads, registers, sharedBytes }: BlockNeeds,
): number | null {
  const number = numberOf(architecture);
  const has = multiprocessors[number];
  if (has === undefined) return null;
  const warps = Math.ceil(threads / warpThreads);
  const ofWarp = Math.ceil((registers * warpThreads) / registerUnit) * registerUnit;
  const reserved = number >= 80 ? 1024 : 0;
  const shared = Math.ceil((sharedBytes + reserved) / sharedUnit) * sharedUnit;
  return Math.min(
    has.blocks,
    Math.floor(has.warps / warps),
    Math.floor(Math.floor(registersInAll / ofWarp) / warps),
    shared === 0 ? Infinity : Math.floor((has.sharedKib * 1024) / shared),
  );
}
