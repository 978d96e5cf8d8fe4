import {
  elementCount,
  type KernelPlan,
  type Operation,
  type Problem,
  type Program,
} from '@stackbench/model';

/** Every tensor of a case's program: the operation's inputs and outputs, then the plan's workspaces. */
export function programTensors(
  operation: Pick<Operation, 'tensors'>,
  problem: Problem,
  { workspaces }: KernelPlan,
): Program['tensors'] {
  const { inputs, outputs } = operation.tensors(problem);
  return [
    ...inputs.map((spec) => ({ role: 'input' as const, spec })),
    ...outputs.map((spec) => ({ role: 'output' as const, spec })),
    ...workspaces.map((spec) => ({ role: 'workspace' as const, spec })),
  ].map(({ role, spec }) => ({ name: spec.name, role, elements: elementCount(spec) }));
}
