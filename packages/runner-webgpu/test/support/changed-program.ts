import { judge } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { defaultTunables, type PlannedDevice, type Program } from '@stackbench/model';
import { buildWgslProgram, programTensors } from '@stackbench/programs';
import { expect } from 'vitest';
import type { WorkerClient } from './worker-client.ts';

const catalog = await loadCatalog();
const { operation, variants } = catalog.operations.get('gemm')!;

/** What is put in the place of what in an assembled shader. */
export type Change = readonly [before: string | RegExp, after: string];

/** The f32 program of a product, its shaders changed: each change is there to be made in one of them. */
export async function changedProgram(
  variantName: string,
  problemText: string,
  changes: readonly Change[],
  device?: PlannedDevice,
): Promise<Program> {
  const variant = variants.find(({ name }) => name === variantName)!;
  const problem = operation.parseProblem(problemText);
  const plan = variant.plan(problem, 'f32', device);
  if ('unsupported' in plan) throw new Error(plan.unsupported);
  const tensors = programTensors(operation, problem, plan);
  const program = await buildWgslProgram(catalog.root, { variant, plan, dataType: 'f32', tensors });
  if ('unsupported' in program) throw new Error(program.unsupported);
  const all = program.passes.map(({ module }) => (module.kind === 'source' ? module.text : ''));
  const isThere = ([before]: Change) => all.some((text) => text.replace(before, '') !== text);
  expect(changes.filter((change) => !isThere(change))).toEqual([]);
  const passes = program.passes.map((pass) => {
    if (pass.module.kind !== 'source') return pass;
    const text = changes.reduce((changed, [a, b]) => changed.replace(a, b), pass.module.text);
    return { ...pass, module: { ...pass.module, text } };
  });
  return { ...program, passes };
}

/** Whether a program of the product passes the exact gate. */
export async function isExact(
  worker: WorkerClient,
  problemText: string,
  program: Program,
): Promise<boolean> {
  const problem = operation.parseProblem(problemText);
  const { fill, expectations } = operation.gates[0]!.demand(problem, 'f32', defaultTunables);
  await worker.must({ do: 'prepare', program, bufferSets: 1 });
  await worker.must({ do: 'fill', fill });
  await worker.must({ do: 'sample', count: 1, repetitions: 1 });
  const [expectation] = expectations;
  const bytes = await worker.read(expectation!.selection, expectation!.output);
  return judge(expectation!, new Float32Array(bytes), () => 'wrong').detail === null;
}
