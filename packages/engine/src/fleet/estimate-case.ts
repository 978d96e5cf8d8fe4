import { type Stack, type Tunables, workOf } from '@stackbench/model';
import { predictRunMs } from '../measurement/predict.ts';
import type { PlannedCase } from '../plan.ts';
import { isComputable } from '../planning/is-computable.ts';

/**
 * What is done in a second, where nobody has measured yet: a tenth of an H100's FP32 and memory, a core of a server
 * with a software adapter. Only the ratio between shards counts.
 */
const assumedRates = {
  hardware: { flops: 5e12, bytes: 3e11 },
  software: { flops: 5e9, bytes: 2e9 },
} as const;

/** To build and verify a case: NVRTC and Tint take tenths of a second, nvcc seconds that the cache saves later. */
const buildMs = 1000;

/** To start a worker: a Python that imports torch from a file system that many share. */
export const launchMs = 5000;

/** What a case takes on one stack in one round, within its budget; what cannot be computed takes nothing. */
export function estimateCaseMs(
  planned: PlannedCase,
  stack: Pick<Stack, 'software' | 'computes'>,
  tunables: Tunables,
): number {
  if (!isComputable(planned, [stack])) return 0;
  const rates = assumedRates[stack.software ? 'software' : 'hardware'];
  const repetitionMs = (workOf(planned.record) / rates[planned.record.work]) * 1000;
  const { warmupDeviceMs, caseBudgetMs } = tunables;
  const ms = buildMs + warmupDeviceMs + predictRunMs(planned, repetitionMs, tunables);
  return Math.min(ms, caseBudgetMs);
}
