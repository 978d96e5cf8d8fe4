import type { KernelProvider, Stack } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** Whether any of `stacks` computes something that a candidate of the case has a source for, and is what its suite means. */
export function isComputable(
  { candidates, hardwareOnly, record: { dataType } }: PlannedCase,
  stacks: readonly Pick<Stack, 'computes' | 'software'>[],
): boolean {
  return stacks.some(
    ({ computes = [], software }) =>
      !(hardwareOnly && software) &&
      computes.some((provider) =>
        candidates.some(({ dataTypes }) =>
          dataTypes[provider as KernelProvider]?.includes(dataType),
        ),
      ),
  );
}
