import type { KernelProvider, Stack, StackKind } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** What each kind of stack computes with. */
const providers: Record<StackKind, readonly KernelProvider[]> = {
  cuda: ['cu', 'library'],
  pytorch: ['cu', 'library', 'compiled'],
  webgpu: ['wgsl'],
};

/** Whether any of `stacks` is of a kind that some candidate of the case has a source for. */
export function isComputable(
  { candidates, record: { dataType } }: PlannedCase,
  stacks: readonly Pick<Stack, 'kind'>[],
): boolean {
  return stacks.some(({ kind }) =>
    providers[kind].some((provider) =>
      candidates.some(({ dataTypes }) => dataTypes[provider]?.includes(dataType)),
    ),
  );
}
