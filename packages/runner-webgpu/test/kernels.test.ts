// @module-tag machine
// @module-tag long
// @module-tag matrix
import { judge, plannedDevice } from '@stackbench/engine';
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
import { programTensors } from '@stackbench/programs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { takesAll } from '../../../kernels/test/support/matrix.ts';
import { conv2dSweep } from '../../runner-cuda/test/conv2d-problems.ts';
import { gemmSweep } from '../../runner-cuda/test/gemm-problems.ts';
import { buildProgram } from '../src/build-program.ts';
import { decodeElements } from '../src/device/checksum.ts';
import { denoOn } from './support/deno.ts';
import { mesaWith } from './support/mesa.ts';
import { type Edge, type Extent, selectEdges } from './support/select-edges.ts';
import { software } from './support/software.ts';
import { startClient, type WorkerClient } from './support/worker-client.ts';

const catalog = await loadCatalog();

const swiftshader = software.ok ? { ok: true as const, command: software.dawn } : software;

const llvmpipe = 'webgpu:dawn/llvmpipe';
const subgroups = mesaWith('subgroups');
const half = mesaWith('shader-f16');

type Found = { ok: true; command: WorkerCommand } | { ok: false; reason: string };

/** An adapter on which every kernel runs in a data type, at some of its edges. */
interface Place {
  dataType: DataType;
  id: string;
  found: Found;
  extent: Extent;
}

/**
 * Compiling takes SwiftShader and Deno seconds a shader, and Mesa under dawn.node a tenth of that. The two edges where most goes
 * wrong are shared out, so that each variant meets each of them, and whole tiles, in each type; where there is no Mesa, on one.
 */
const first: Extent = { shaders: [0], wholeToo: true };
const second: Extent = { shaders: [1], wholeToo: false };
const both: Extent = { shaders: [0, 1], wholeToo: true };

const places: readonly Place[] = [
  {
    dataType: 'f32',
    id: 'webgpu:dawn/swiftshader',
    found: swiftshader,
    extent: subgroups.ok ? second : both,
  },
  // Mesa's software adapter has what SwiftShader lacks: f16, subgroups, and matrices of them where it is new.
  { dataType: 'f32', id: llvmpipe, found: subgroups, extent: first },
  { dataType: 'f16', id: llvmpipe, found: half, extent: first },
  {
    dataType: 'f16acc',
    id: llvmpipe,
    found: mesaWith('chromium-experimental-subgroup-matrix'),
    extent: both,
  },
  {
    dataType: 'f16',
    id: 'webgpu:deno/llvmpipe',
    found: await denoOn('llvmpipe'),
    extent: half.ok ? second : both,
  },
];

/** Kernels that no adapter here runs in a data type, and why: they are validated elsewhere. */
const nowhere: Readonly<Record<string, string>> = {
  // subgroup-matrices.test.ts runs them with matrices that are multiplied by loops.
  'gemm/tensor-core in f32':
    'the adapter lists no subgroup matrices of f32→f32 that divide 64×32×16',
};

for (const place of places) verify(place);

const missing = places.slice(0, 4).find(({ found }) => !found.ok)?.found;
const notAll = missing?.ok === false ? ` (skipped: ${missing.reason})` : '';

test.skipIf(missing !== undefined)(
  `every WGSL kernel in each of its data types runs on one of these adapters, but for ${Object.keys(nowhere).join(', ')}${notAll}`,
  async ({ expect }) => {
    const unrun: Record<string, string> = {};
    for (const { operation, variant } of kernels()) {
      for (const dataType of variant.dataTypes.wgsl ?? []) {
        const reasons = await Promise.all(
          places
            .filter((place) => place.dataType === dataType)
            .map((place) => whyNowhere(operation, variant, place)),
        );
        if (reasons.includes(null)) continue;
        unrun[`${operation.name}/${variant.name} in ${dataType}`] = [...new Set(reasons)].join(
          '; ',
        );
      }
    }
    expect(unrun).toEqual(nowhere);
  },
);

function kernels() {
  return [...catalog.operations.values()].flatMap(({ operation, variants }) =>
    variants.map((variant) => ({ operation, variant })),
  );
}

/** Why a kernel runs at none of its edges; null where it runs at one. */
async function whyNowhere(
  operation: Operation,
  variant: KernelVariant,
  { dataType, id, found }: Place,
): Promise<string | null> {
  if (!found.ok) return found.reason;
  const stack = await describeStack(id, found.command);
  let reason = 'it has no edges';
  for (const text of operation.edgeProblems) {
    const program = await programFor({ operation, variant, dataType, stack }, text);
    if (!('unsupported' in program)) return null;
    reason = program.unsupported;
  }
  return reason;
}

interface Planned {
  operation: Operation;
  variant: KernelVariant;
  dataType: DataType;
  stack: Stack;
}

/** The edges that a variant serves, and why it does not serve others. */
async function planEdges(planned: Planned) {
  const edges: (Edge & { program: Program })[] = [];
  const reasons = new Set<string>();
  for (const problem of planned.operation.edgeProblems) {
    const program = await programFor(planned, problem);
    if ('unsupported' in program) {
      reasons.add(program.unsupported);
    } else {
      const shader = JSON.stringify(program.passes.map(({ module }) => module));
      edges.push({ problem, shader, program });
    }
  }
  return { edges, reasons };
}

function sizesOf({ name }: Operation, problem: string): readonly string[] {
  return [gemmSweep, conv2dSweep].find((list) => list.operation === name)?.sizesOf(problem) ?? [];
}

async function programFor(
  { operation, variant, dataType, stack }: Planned,
  text: string,
): Promise<Program | CannotRun> {
  const problem = operation.parseProblem(text);
  // As many parts as a GPU would make of a deep product.
  const device = { ...plannedDevice(stack), multiprocessors: undefined };
  const planned = variant.plan(problem, dataType, device);
  if ('unsupported' in planned) return planned;
  const tensors = programTensors(operation, problem, planned);
  return buildProgram(catalog.root, stack, { variant, plan: planned, dataType, tensors });
}

const known = new Map<WorkerCommand, Promise<Stack>>();

function describeStack(id: string, command: WorkerCommand): Promise<Stack> {
  return known.getOrInsertComputed(command, () => startAndDescribe(id, command));
}

async function startAndDescribe(id: string, command: WorkerCommand): Promise<Stack> {
  const worker = await startClient(command);
  const { facts } = (await worker.must({ do: 'describe' })) as Description;
  await worker.end();
  return { id, kind: 'webgpu', software: true, native: false, available: true, facts };
}

function verify({ dataType, id, found, extent }: Place): void {
  const why = found.ok ? '' : ` (skipped: ${found.reason})`;
  describe.skipIf(!found.ok)(
    `every WGSL kernel passes its gates at its edges in ${dataType} on ${id}${why}`,
    () => {
      if (found.ok) verifyOn(dataType, id, found.command, extent);
    },
  );
}

function verifyOn(dataType: DataType, id: string, command: WorkerCommand, extent: Extent): void {
  let stack: Stack;
  beforeAll(async () => {
    stack = await describeStack(id, command);
  });
  /** Those whose kernel passed go on with the next: starting one takes as long as most kernels do. */
  const idle: WorkerClient[] = [];
  afterAll(() => idle.forEach((worker) => worker.kill()));

  const subjects = kernels().filter(
    ({ variant }) => variant.dataTypes.wgsl?.includes(dataType) === true,
  );

  test.for(subjects)(
    '$operation.name/$variant.name',
    { concurrent: true, timeout: takesAll ? 3_600_000 : 600_000 },
    async ({ operation, variant }, { skip, onTestFinished, expect }) => {
      const { edges, reasons } = await planEdges({ operation, variant, dataType, stack });
      if (edges.length === 0) skip([...reasons].join('; '));
      // None is shared by kernels at work: one that is stuck in a compiler holds up no other.
      const worker = idle.pop() ?? (await startClient(command));
      onTestFinished(({ task }) => {
        if (task.result?.state === 'pass') idle.push(worker);
        else worker.kill();
      });
      const isWhole = (text: string) => sizesOf(operation, text).includes('whole tiles');
      for (const { problem: text, program } of selectEdges(edges, extent, isWhole)) {
        const problem = operation.parseProblem(text);
        await worker.must({ do: 'prepare', program, bufferSets: 1 });
        for (const gate of operation.gates) {
          if (gate.asks?.(problem, dataType) === false) continue;
          const { fill, expectations } = gate.demand(problem, dataType, defaultTunables);
          await worker.must({ do: 'fill', fill });
          await worker.must({ do: 'sample', count: 1, repetitions: 1 });
          for (const expectation of expectations) {
            const bytes = await worker.read(expectation.selection, expectation.output);
            const actual = decodeElements(bytes, dataType);
            const { detail } = judge(
              expectation,
              actual,
              (place, got, wanted) => `number ${place} is ${got}, not ${wanted}`,
            );
            expect(detail, `${gate.name} gate, ${text}`).toBeNull();
          }
        }
      }
    },
  );
}
