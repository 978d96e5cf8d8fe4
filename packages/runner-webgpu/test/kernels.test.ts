// @module-tag machine
import { judge, programTensors } from '@stackbench/engine';
import type { WorkerCommand } from '@stackbench/workers';
import { loadCatalog } from '@stackbench/kernels';
import {
  type CannotRun,
  type DataType,
  defaultTunables,
  type Description,
  type KernelVariant,
  type Operation,
  type Program,
  type Stack,
} from '@stackbench/model';
import { beforeAll, describe, test } from 'vitest';
import { edgeProblems as conv2dEdgeProblems } from '../../../kernels/test/conv2d-edge-problems.ts';
import { gemmEdgeProblems } from '../../../kernels/test/edge-problems.ts';
import { buildProgram } from '../src/build-program.ts';
import { denoOn } from './support/deno.ts';
import { software } from './support/software.ts';
import { startClient } from './support/worker-client.ts';

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

/** Mesa's software adapter has what SwiftShader lacks: `shader-f16`. */
const llvmpipe = await denoOn('llvmpipe');

const swiftshader = software.ok ? { ok: true as const, command: software.dawn } : software;

verify('f32', 'webgpu:dawn/swiftshader', swiftshader);
verify('f16', 'webgpu:deno/llvmpipe', llvmpipe);

type Subject = { ok: true; command: WorkerCommand } | { ok: false; reason: string };

function verify(dataType: DataType, id: string, found: Subject): void {
  const why = found.ok ? '' : ` (skipped: ${found.reason})`;
  describe.skipIf(!found.ok)(
    `every WGSL kernel passes its gates at its edges in ${dataType}${why}`,
    () => {
      if (found.ok) verifyOn(dataType, id, found.command);
    },
  );
}

function verifyOn(dataType: DataType, id: string, command: WorkerCommand): void {
  let stack: Stack;
  beforeAll(async () => {
    const worker = await startClient(command);
    const { facts } = (await worker.must({ do: 'describe' })) as Description;
    stack = { id, kind: 'webgpu', software: true, native: false, available: true, facts };
    await worker.end();
  });

  const subjects = [...catalog.operations.values()].flatMap(({ operation, variants }) =>
    variants
      .filter((variant) => variant.dataTypes.wgsl?.includes(dataType) === true)
      .map((variant) => ({ operation, variant })),
  );

  test.for(subjects)(
    '$operation.name/$variant.name',
    { concurrent: true, timeout: everyEdge ? 3_600_000 : 300_000 },
    async ({ operation, variant }, { skip, onTestFinished, expect }) => {
      // A worker each: one that is stuck in a compiler holds up no other.
      const worker = await startClient(command);
      onTestFinished(() => worker.kill());
      const reasons = new Set<string>();
      let verified = 0;
      for (const text of problemsOf(operation, variant)) {
        const problem = operation.parseProblem(text);
        const program = await plan(operation, variant, text);
        if ('unsupported' in program) {
          reasons.add(program.unsupported);
          continue;
        }
        await worker.must({ do: 'prepare', program, bufferSets: 1 });
        for (const gate of operation.gates) {
          const { fill, expectations } = gate.demand(problem, dataType, defaultTunables);
          await worker.must({ do: 'fill', fill });
          await worker.must({ do: 'sample', count: 1, repetitions: 1 });
          for (const expectation of expectations) {
            const bytes = await worker.read(expectation.selection, expectation.output);
            const actual = dataType === 'f16' ? new Float16Array(bytes) : new Float32Array(bytes);
            const { detail } = judge(expectation, actual, (at) => `number ${at}`);
            expect(detail, `${gate.name} gate, ${text}`).toBeNull();
          }
        }
        verified++;
      }
      if (verified === 0) skip([...reasons].join('; '));
    },
  );

  async function plan(
    operation: Operation,
    variant: KernelVariant,
    text: string,
  ): Promise<Program | CannotRun> {
    const problem = operation.parseProblem(text);
    const planned = variant.plan(problem, dataType);
    if ('unsupported' in planned) return planned;
    const tensors = programTensors(operation, problem, planned);
    return buildProgram(catalog.root, stack, { variant, plan: planned, dataType, tensors });
  }
}
