import {
  elementCount,
  type KernelPlan,
  type Operation,
  type Problem,
  type Program,
} from '@stackbench/model';

/** Every tensor of a case's program: the operation's inputs and output, then the plan's workspaces. */
export function programTensors(
  operation: Operation,
  problem: Problem,
  { workspaces }: KernelPlan,
): Program['tensors'] {
  const { inputs, output } = operation.tensors(problem);
  return [
    ...inputs.map((spec) => ({ role: 'input' as const, spec })),
    { role: 'output' as const, spec: output },
    ...workspaces.map((spec) => ({ role: 'workspace' as const, spec })),
  ].map(({ role, spec }) => ({ name: spec.name, role, elements: elementCount(spec) }));
}
