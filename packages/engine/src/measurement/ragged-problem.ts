import {
  elementCount,
  formatCaseId,
  type KernelVariant,
  type Operation,
  type PlannedDevice,
  type Problem,
} from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** What is compiled of a variant for the problem of a case: problems that agree in it share a build. */
export function buildKey(
  { problem, record }: PlannedCase,
  variant: KernelVariant,
  device: PlannedDevice,
): string | null {
  const plan = variant.plan(problem, record.dataType, device);
  // Libraries and compilers of frameworks choose by shape, and answer for their own edges.
  if ('unsupported' in plan || plan.passes.length === 0) return null;
  const { operation, dataType } = record;
  return JSON.stringify([
    operation,
    variant.name,
    dataType,
    plan.passes.map(({ source, constants, block }) => [source, constants, block]),
  ]);
}

/**
 * The case at the most ragged of the operation's small problems that the same build serves: the one with the
 * most odd extents, and of equals the largest. Null where there is none.
 */
export function raggedCase(
  planned: PlannedCase,
  variant: KernelVariant,
  device: PlannedDevice,
): PlannedCase | null {
  const wanted = buildKey(planned, variant, device);
  if (wanted === null) return null;
  const { operation } = planned;
  const fitting = operation.edgeProblems
    .map((text) => caseAt(planned, operation.parseProblem(text)))
    .filter((each) => buildKey(each, variant, device) === wanted)
    .map((each) => ({ each, ...measure(operation, each.problem) }))
    .toSorted((a, b) => b.odd - a.odd || b.elements - a.elements);
  return fitting[0]?.each ?? null;
}

function caseAt(planned: PlannedCase, problem: Problem): PlannedCase {
  const { operation, record } = planned;
  const { title: _, layer: __, ...rest } = record;
  const text = operation.formatProblem(problem);
  return {
    ...planned,
    problem,
    record: {
      ...rest,
      id: formatCaseId({ ...record, problem: text }),
      problem: text,
      flops: operation.flops(problem),
      bytes: operation.bytes(problem, record.dataType),
    },
  };
}

function measure(operation: Operation, problem: Problem): { odd: number; elements: number } {
  const { inputs, outputs } = operation.tensors(problem);
  const tensors = [...inputs, ...outputs];
  const extents = tensors.flatMap(({ shape }) => shape).filter((extent) => extent > 1);
  return {
    odd: extents.filter((extent) => extent % 2 === 1).length / Math.max(1, extents.length),
    elements: tensors.reduce((sum, tensor) => sum + elementCount(tensor), 0),
  };
}
