import type { KernelVariant } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import type { LaunchContext } from './context.ts';
import { predictRepetition } from './predict.ts';

/**
 * How long a request may take that runs the kernel: a case that was let through, however long it is
 * predicted to take, is given the time it needs.
 */
export function sampleTimeoutMs(
  launch: Pick<LaunchContext, 'history' | 'tunables'>,
  planned: PlannedCase,
  variant: KernelVariant,
): number {
  const predictedNs = predictRepetition(launch, planned, variant.name)?.repetitionNs ?? 0;
  return launch.tunables.sampleTimeoutMs + (3 * predictedNs) / 1e6;
}
