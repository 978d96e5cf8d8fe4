import type { Runner } from '@stackbench/workers';
import { createCudaRunner } from './cuda-runner.ts';

export { createPassCounter } from '../emulation/count-passes.ts';
export { buildOnly } from './build-only.ts';
export { createCudaRunner } from './cuda-runner.ts';

/** The runner for this machine. */
export const cudaRunner: Runner = createCudaRunner();
