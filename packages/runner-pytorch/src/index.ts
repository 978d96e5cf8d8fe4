import type { Runner } from '@stackbench/workers';
import { createPytorchRunner } from './pytorch-runner.ts';

export { buildInEnvironments } from './build-in-environments.ts';
export { type Subject, type Survey, surveyEnvironments } from './trace/survey.ts';
export {
  type EnvironmentCache,
  noEnvironmentCache,
  openEnvironmentCache,
} from './trace/trace-cache.ts';
export { type TraceMode, traceSubject } from './trace/trace-subject.ts';
export { type OtherTimes, type Product, timeOtherwise } from './time-otherwise.ts';
export { createPytorchRunner } from './pytorch-runner.ts';

/** The runner for this machine. */
export const pytorchRunner: Runner = createPytorchRunner();
