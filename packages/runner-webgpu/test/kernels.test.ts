import { programTensors } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import {
  type Description,
  elementCount,
  type Fill,
  fillTensor,
  type KernelVariant,
  type Operation,
  type Program,
  type Stack,
} from '@stackbench/model';
import { beforeAll, describe, test } from 'vitest';
import { edgeProblems as conv2dEdgeProblems } from '../../../kernels/test/conv2d-edge-problems.ts';
import { gemmEdgeProblems } from '../../../kernels/test/edge-problems.ts';
import { createWebgpuRunner } from '../src/webgpu-runner.ts';
import { dawnCommand, skipped, software } from './support/software.ts';
import { startClient } from './support/worker-client.ts';

/** Small enough for sums of products to stay exact in f32. */
const fill: Fill = { kind: 'integers', range: 7, sparsity: 0, seed: 99 };
/**
 * Compiling takes a CPU half a second a shader, so the edges where most goes wrong stand for all;
 * STACKBENCH_ALL_EDGES=1 takes every one, which takes minutes.
 */
const telling: ReadonlySet<string> = new Set([
  'm=130,n=67,k=259',
  'm=63,n=68,k=20',
  'n=1,c=8,h=14,w=14,k=16,r=3,s=3,pad=1',
  'n=2,c=6,h=7,w=7,k=10,r=3,s=3,stride=2,pad=1,groups=2,layout=nchw',
]);
const all: Readonly<Record<string, readonly string[]>> = {
  gemm: gemmEdgeProblems.map(({ problem }) => problem),
  conv2d: conv2dEdgeProblems,
};
const everyEdge = process.env['STACKBENCH_ALL_EDGES'] === '1';

/** Tiles made for GPUs take a software adapter longest to compile: one edge each. */
function problemsOf({ name }: Operation, { gpuTile }: KernelVariant): readonly string[] {
  const known = all[name];
  if (known === undefined) throw new Error(`the operation ${name} has no edge problems yet`);
  if (everyEdge) return known;
  return known.filter((problem) => telling.has(problem)).slice(gpuTile === true ? 1 : 0);
}

const catalog = await loadCatalog();
const runner = createWebgpuRunner();

describe.skipIf(!software.ok)(`every WGSL kernel is exact at its edges${skipped}`, () => {
  let stack: Stack;
  beforeAll(async () => {
    const worker = await startClient(dawnCommand());
    const { facts } = (await worker.must({ do: 'describe' })) as Description;
    stack = {
      id: 'webgpu:dawn/swiftshader',
      kind: 'webgpu',
      software: true,
      available: true,
      facts,
    };
    await worker.end();
  });

  const subjects = [...catalog.operations.values()].flatMap(({ operation, variants }) =>
    variants.flatMap((variant) =>
      (variant.dataTypes.wgsl ?? []).map((dataType) => ({ operation, variant, dataType })),
    ),
  );

  test.for(subjects)(
    '$operation.name/$variant.name;$dataType',
    { concurrent: true, timeout: everyEdge ? 3_600_000 : 300_000 },
    async ({ operation, variant, dataType }, { skip, onTestFinished, expect }) => {
      // A worker each: one that is stuck in a compiler holds up no other.
      const worker = await startClient(dawnCommand());
      onTestFinished(() => worker.kill());
      const reasons = new Set<string>();
      let verified = 0;
      for (const text of problemsOf(operation, variant)) {
        const problem = operation.parseProblem(text);
        const program = await plan(operation, variant, text, dataType);
        if ('unsupported' in program) {
          reasons.add(program.unsupported);
          continue;
        }
        const { inputs } = operation.tensors(problem);
        const values = inputs.map((tensor, at) =>
          fillTensor(fill, dataType, at, elementCount(tensor)),
        );
        const expected = Float32Array.from(operation.reference.whole(problem, values));
        await worker.must({ do: 'prepare', program, bufferSets: 1 });
        await worker.must({ do: 'fill', fill });
        await worker.must({ do: 'sample', count: 1, repetitions: 1 });
        const actual = new Float32Array(await worker.read({ kind: 'whole' }));
        expect(actual, text).toEqual(expected);
        verified++;
      }
      if (verified === 0) skip([...reasons].join('; '));
    },
  );

  async function plan(
    operation: Operation,
    variant: KernelVariant,
    text: string,
    dataType: Program['dataType'],
  ) {
    const problem = operation.parseProblem(text);
    const planned = variant.plan(problem, dataType);
    if ('unsupported' in planned) return planned;
    const tensors = programTensors(operation, problem, planned);
    return runner.program(stack, { variant, plan: planned, dataType, tensors });
  }
});
