import { isMadeByDriver } from '@stackbench/programs';

/** How a target is compiled for, and the ending of what comes of it. */
export function targetOptions(target: string): { args: string[]; ending: 'cubin' | 'ptx' } {
  return isMadeByDriver(target)
    ? { args: ['-ptx', `-arch=${target}`], ending: 'ptx' }
    : { args: ['-cubin', targetFlag(target)], ending: 'cubin' };
}

/**
 * What tells nvcc to compile for one real architecture and no other. `-arch` would do so, too, but
 * nvcc 13.4 has been seen to add a pass for plain sm_90 to `-arch=sm_90a`, which rejects wgmma.
 */
export function targetFlag(architecture: string): string {
  return `-gencode=arch=${architecture.replace('sm_', 'compute_')},code=${architecture}`;
}
