import type { KernelProvider, Stack, StackKind } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** What each kind of stack computes with; sources for GPUs do not run where torch computes on the CPU. */
const providers: Record<StackKind, readonly KernelProvider[]> = {
  cuda: ['cu', 'library'],
  pytorch: ['cu', 'library', 'compiled'],
  webgpu: ['wgsl'],
};

/** Whether any of `stacks` is of a kind that some candidate of the case has a source for. */
export function isComputable(
  { candidates, record: { dataType } }: PlannedCase,
  stacks: readonly Pick<Stack, 'kind' | 'software'>[],
): boolean {
  return stacks.some((stack) =>
    providersOf(stack).some((provider) =>
      candidates.some(({ dataTypes }) => dataTypes[provider]?.includes(dataType)),
    ),
  );
}

function providersOf({ kind, software }: Pick<Stack, 'kind' | 'software'>) {
  return kind === 'pytorch' && software
    ? providers.pytorch.filter((provider) => provider !== 'cu')
    : providers[kind];
}
