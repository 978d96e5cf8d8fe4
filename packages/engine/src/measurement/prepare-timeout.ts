import type { Tunables } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** How long a worker may take to make, fill or read the tensors of a case: the longer, the larger they are. */
export function prepareTimeoutMs(
  tunables: Tunables,
  { record }: Pick<PlannedCase, 'record'>,
): number {
  const transferMs = record.bytes / tunables.slowestTransferBytesPerMs;
  return tunables.prepareTimeoutMs + Math.floor(transferMs);
}
