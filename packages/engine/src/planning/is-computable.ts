import type { KernelProvider, Stack } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** Whether any of `stacks` computes something that a candidate of the case has a source for. */
export function isComputable(
  { candidates, record: { dataType } }: PlannedCase,
  stacks: readonly Pick<Stack, 'computes'>[],
): boolean {
  return stacks.some(({ computes = [] }) =>
    computes.some((provider) =>
      candidates.some(({ dataTypes }) => dataTypes[provider as KernelProvider]?.includes(dataType)),
    ),
  );
}
