import type { KernelResources } from '../ptxas-report.ts';
import { blocksPerMultiprocessor } from './blocks-per-multiprocessor.ts';
import { findMainLoop, type MainLoop } from './main-loop.ts';
import { peakShareOf } from './peak-share.ts';
import type { SharedPasses } from './shared-passes.ts';

/** What can be told of a kernel's speed without running it. */
export interface StaticReport {
  /** Null for an architecture whose multiprocessors are not known. */
  blocksPerMultiprocessor: number | null;
  /** Null where no loop multiplies, or the machine code was not read. */
  mainLoop: MainLoop | null;
  /** Of the peak, at most, by the issue slots of the main loop; null where either is not known. */
  peakShare: number | null;
  /** Null where nothing counts them. */
  sharedPasses: SharedPasses | null;
}

/** A launch of a compiled kernel. */
interface Launch {
  architecture: string;
  threads: number;
  dynamicSharedBytes: number;
}

/** @param sass what `nvdisasm -c` prints; null where there is none */
export function reportOn(
  { architecture, threads, dynamicSharedBytes }: Launch,
  { registers, sharedBytes }: KernelResources,
  sass: string | null,
  sharedPasses: SharedPasses | null,
): StaticReport {
  const needs = { threads, registers, sharedBytes: sharedBytes + dynamicSharedBytes };
  const mainLoop = sass === null ? null : findMainLoop(sass);
  return {
    blocksPerMultiprocessor: blocksPerMultiprocessor(architecture, needs),
    mainLoop,
    peakShare: mainLoop && peakShareOf(architecture, mainLoop),
    sharedPasses,
  };
}
