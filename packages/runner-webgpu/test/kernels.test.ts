// @module-tag machine
// @module-tag long
import { judge, programTensors } from '@stackbench/engine';
import type { WorkerCommand } from '@stackbench/workers';
import { loadCatalog } from '@stackbench/kernels';
import {
  type CannotRun,
  type DataType,
  defaultTunables,
  type Description,
  type KernelFeature,
  type KernelVariant,
  type Operation,
  type Program,
  type Stack,
} from '@stackbench/model';
import { beforeAll, describe, test } from 'vitest';
import { buildProgram } from '../src/build-program.ts';
import { denoOn } from './support/deno.ts';
import { mesaWith } from './support/mesa.ts';
import { software } from './support/software.ts';
import { startClient } from './support/worker-client.ts';

/**
 * Compiling takes a CPU half a second a shader, so the edges where most goes wrong stand for all, of those that a variant
 * serves, with those that need no shader besides; STACKBENCH_ALL_EDGES=1 takes every one, which takes minutes.
 */
const telling = 2;
const everyEdge = process.env['STACKBENCH_ALL_EDGES'] === '1';

/** Tiles made for GPUs take a software adapter longest to compile, and of these Mesa's: one edge each. */
function shadersOf({ gpuTile }: KernelVariant, id: string): number {
  if (everyEdge) return Number.POSITIVE_INFINITY;
  return gpuTile === true || id === llvmpipe ? 1 : telling;
}

interface Selected {
  /** What tells its variants from all: `every WGSL kernel with subgroups`. */
  title: string;
  has(variant: KernelVariant): boolean;
}

const all: Selected = { title: '', has: () => true };

const catalog = await loadCatalog();

const swiftshader = software.ok ? { ok: true as const, command: software.dawn } : software;

const llvmpipe = 'webgpu:dawn/llvmpipe';

verify('f32', 'webgpu:dawn/swiftshader', swiftshader);
// Mesa's software adapter has what SwiftShader lacks: f16, subgroups, and matrices of them where it is new.
verify('f32', llvmpipe, mesaWith('subgroups'), uses('subgroups'));
verify('f16', llvmpipe, mesaWith('shader-f16'));
verify('f16', 'webgpu:deno/llvmpipe', await denoOn('llvmpipe'));

type Subject = { ok: true; command: WorkerCommand } | { ok: false; reason: string };

function uses(feature: KernelFeature): Selected {
  return {
    title: ` with ${feature}`,
    has: ({ features }) => features?.includes(feature) === true,
  };
}

function verify(dataType: DataType, id: string, found: Subject, selected = all): void {
  const why = found.ok ? '' : ` (skipped: ${found.reason})`;
  describe.skipIf(!found.ok)(
    `every WGSL kernel${selected.title} passes its gates at its edges in ${dataType} on ${id}${why}`,
    () => {
      if (found.ok) verifyOn(dataType, id, found.command, selected);
    },
  );
}

function verifyOn(
  dataType: DataType,
  id: string,
  command: WorkerCommand,
  selected: Selected,
): void {
  let stack: Stack;
  beforeAll(async () => {
    const worker = await startClient(command);
    const { facts } = (await worker.must({ do: 'describe' })) as Description;
    stack = { id, kind: 'webgpu', software: true, native: false, available: true, facts };
    await worker.end();
  });

  const subjects = [...catalog.operations.values()].flatMap(({ operation, variants }) =>
    variants
      .filter(
        (variant) => variant.dataTypes.wgsl?.includes(dataType) === true && selected.has(variant),
      )
      .map((variant) => ({ operation, variant })),
  );

  test.for(subjects)(
    '$operation.name/$variant.name',
    { concurrent: true, timeout: everyEdge ? 3_600_000 : 600_000 },
    async ({ operation, variant }, { skip, onTestFinished, expect }) => {
      // A worker each: one that is stuck in a compiler holds up no other.
      const worker = await startClient(command);
      onTestFinished(() => worker.kill());
      const reasons = new Set<string>();
      let verified = 0;
      const shaders = new Set<string>();
      for (const text of operation.edgeProblems) {
        const problem = operation.parseProblem(text);
        const program = await plan(operation, variant, text);
        if ('unsupported' in program) {
          reasons.add(program.unsupported);
          continue;
        }
        const shader = JSON.stringify(program.passes.map(({ module }) => module));
        if (shaders.size >= shadersOf(variant, id) && !shaders.has(shader)) continue;
        shaders.add(shader);
        await worker.must({ do: 'prepare', program, bufferSets: 1 });
        for (const gate of operation.gates) {
          if (gate.asks?.(problem, dataType) === false) continue;
          const { fill, expectations } = gate.demand(problem, dataType, defaultTunables);
          await worker.must({ do: 'fill', fill });
          await worker.must({ do: 'sample', count: 1, repetitions: 1 });
          for (const expectation of expectations) {
            const bytes = await worker.read(expectation.selection, expectation.output);
            const actual = dataType === 'f16' ? new Float16Array(bytes) : new Float32Array(bytes);
            const { detail } = judge(
              expectation,
              actual,
              (place, got, wanted) => `number ${place} is ${got}, not ${wanted}`,
            );
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
