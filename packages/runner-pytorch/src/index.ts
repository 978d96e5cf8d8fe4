import type { Runner } from '@stackbench/workers';
import { createPytorchRunner } from './pytorch-runner.ts';

export { buildInEnvironments } from './build-in-environments.ts';
export { createPytorchRunner } from './pytorch-runner.ts';

/** The runner for this machine. */
export const pytorchRunner: Runner = createPytorchRunner();
