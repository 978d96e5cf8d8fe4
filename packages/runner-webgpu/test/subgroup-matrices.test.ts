// @module-tag machine
import { programTensors } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import type { ProgramRequest } from '@stackbench/model';
import { buildWgslProgram } from '@stackbench/programs';
import { describe, expect, test } from 'vitest';
import { mesaWith } from './support/mesa.ts';
import { startClient } from './support/worker-client.ts';

const found = mesaWith('chromium-experimental-subgroup-matrix');
const why = found.ok ? '' : ` (skipped: ${found.reason})`;
const catalog = await loadCatalog();
const { operation, variants } = catalog.operations.get('gemm')!;

describe.skipIf(!found.ok)(`subgroup matrices of shapes that no adapter here has${why}`, () => {
  test.for([
    ['tensor-core', 'N(16), K(16)'],
    ['tensor-core-8x16x16', 'N(16), K(16)'],
    ['tensor-core-8x8x16', 'N(8), K(16)'],
  ])('%s is valid WGSL, and refused for its shape alone: %s', async ([name, shape], context) => {
    if (!found.ok) return;
    const variant = variants.find((each) => each.name === name)!;
    const problem = operation.parseProblem('m=64,n=64,k=64');
    const plan = variant.plan(problem, 'f16');
    if ('unsupported' in plan) throw new Error(plan.unsupported);
    const tensors = programTensors(operation, problem, plan);
    const request: ProgramRequest = { variant, plan, dataType: 'f16', tensors };
    const program = await buildWgslProgram(catalog.root, request);
    if ('unsupported' in program) throw new Error(program.unsupported);
    const worker = await startClient(found.command);
    context.onTestFinished(() => worker.kill());
    const { message } = await worker.mustFail({ do: 'prepare', program, bufferSets: 1 });
    expect(message).toContain('Subgroup matrix usage found which is not supported by the device');
    expect(message).toContain(shape);
  });
});
