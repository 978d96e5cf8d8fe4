// @module-tag machine
import { loadCatalog } from '@stackbench/kernels';
import { parseSubgroupMatrix, type ProgramRequest, type SubgroupMatrix } from '@stackbench/model';
import { buildWgslProgram, programTensors } from '@stackbench/programs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, changedProgram, isExact } from './support/changed-program.ts';
import { mesaWith } from './support/mesa.ts';
import { startClient, type WorkerClient } from './support/worker-client.ts';

const found = mesaWith('chromium-experimental-subgroup-matrix');
const why = found.ok ? '' : ` (skipped: ${found.reason})`;
const catalog = await loadCatalog();
const { operation, variants } = catalog.operations.get('gemm')!;
const variant = variants.find(({ name }) => name === 'tensor-core')!;

/** What no adapter here multiplies: NVIDIA's, AMD's, Intel's and Apple's. */
const elsewhere = [
  ['f16', 'f16→f32 16×16×16'],
  ['f16', 'f16→f32 16×8×16'],
  ['f16', 'f16→f32 16×8×8'],
  ['f16', 'f16→f32 8×16×16'],
  ['f16', 'f16→f32 8×8×16'],
  ['f16acc', 'f16→f16 16×16×16'],
  ['f32', 'f32→f32 8×8×8'],
] as const;

const matrix = (text: string): SubgroupMatrix => parseSubgroupMatrix(text)!;

let worker: WorkerClient;
beforeAll(async () => {
  if (found.ok) worker = await startClient(found.command);
});
afterAll(() => {
  if (found.ok) worker.kill();
});

describe.skipIf(!found.ok)(`subgroup matrices that no adapter here has${why}`, () => {
  test.for(elsewhere)(
    'in %s, %s are valid WGSL, and refused for their shape alone',
    async ([dataType, text]) => {
      const problem = operation.parseProblem('m=64,n=64,k=64');
      const plan = variant.plan(problem, dataType, { subgroupMatrices: [matrix(text)] });
      if ('unsupported' in plan) throw new Error(plan.unsupported);
      const tensors = programTensors(operation, problem, plan);
      const request: ProgramRequest = { variant, plan, dataType, tensors };
      const program = await buildWgslProgram(catalog.root, request);
      if ('unsupported' in program) throw new Error(program.unsupported);
      const { message } = await worker.mustFail({ do: 'prepare', program, bufferSets: 1 });
      expect(message).toContain('Subgroup matrix usage found which is not supported by the device');
      expect(message).toContain(`K(${matrix(text).k}), ${matrix(text).component}`);
    },
  );
});

/**
 * The kernel, where one thread stands for a subgroup and multiplies by loops: operands are the place and the stride of a
 * matrix in workgroup memory, sums a place in the thread's own. So matrices of any shape run anywhere, and what is
 * proven is where the kernel finds and puts them.
 */
const byOneThread = (subgroups: number): readonly Change[] => [
  [/enable (subgroups|chromium_experimental_subgroup_matrix);/g, ''],
  [/diagnostic\(off, chromium.*/, ''],
  [/ *@builtin\(subgroup_id\).*/, ''],
  [/ *@builtin\(num_subgroups\).*/, ''],
  [
    /\) \{\n(?=(?: *\/\/.*\n)* *let tile = )/,
    `) {
  let subgroups = ${subgroups}u;
  let subgroup = select(local, u32(WARPS), local >= subgroups);
`,
  ],
  [
    /var sum(\d+)_(\d+) = subgroup_matrix_result<added, MATRIX_N, MATRIX_M>\(\)/g,
    'let sum$1_$2 = zeros(($1 * ACROSS + $2) * MATRIX_M * MATRIX_N)',
  ],
  [
    /subgroupMatrixLoad<subgroup_matrix_left<real, MATRIX_K, MATRIX_M>, row_major>\(\s*&a_slice,/g,
    'vec2u(',
  ],
  [
    /subgroupMatrixLoad<subgroup_matrix_right<real, MATRIX_N, MATRIX_K>, row_major>\(\s*&b_slice,/g,
    'vec2u(',
  ],
  [
    /sum(\d+_\d+) = subgroupMatrixMultiplyAccumulate\((left\d+), right, sum\1\)/g,
    'multiply($2, right, sum$1)',
  ],
  [/subgroupMatrixStore<row_major>\(&results,/g, 'store_sum('],
  [
    'fn store_results',
    `
var<private> sums: array<f32, WM * WN>;
fn zeros(sum: u32) -> u32 {
  for (var at = 0u; at < MATRIX_M * MATRIX_N; at++) { sums[sum + at] = 0; }
  return sum;
}
fn multiply(left: vec2u, right: vec2u, sum: u32) {
  for (var at = 0u; at < MATRIX_M * MATRIX_N; at++) {
    for (var p = 0u; p < MATRIX_K; p++) {
      sums[sum + at] += a_slice[left.x + at / MATRIX_N * left.y + p] * b_slice[right.x + p * right.y + at % MATRIX_N];
    }
  }
}
fn store_sum(first: u32, sum: u32, stride: u32) {
  for (var at = 0u; at < MATRIX_M * MATRIX_N; at++) {
    results[first + at / MATRIX_N * stride + at % MATRIX_N] = sums[sum + at];
  }
}
fn store_results`,
  ],
];

describe.skipIf(!found.ok)(`subgroup matrices of any shape${why}`, () => {
  const problem = 'm=130,n=67,k=20';
  const programFor = (shape: string, subgroups: number, ...changes: readonly Change[]) =>
    changedProgram('tensor-core', problem, [...byOneThread(subgroups), ...changes], {
      subgroupMatrices: [matrix(`f32→f32 ${shape}`)],
    });

  test.each([
    ['16×16×16', 8],
    ['8×8×16', 32],
    // Warp tiles are dealt out in rounds.
    ['16×8×8', 4],
    ['8×16×16', 3],
  ])('are found and put in their places: %s, %i subgroups', async (shape, subgroups) => {
    expect(await isExact(worker, problem, await programFor(shape, subgroups))).toBe(true);
  });

  test.each<[string, ...Change]>([
    [
      'rows of A are told apart by their columns',
      '(warp_row + 1 * MATRIX_M',
      '(warp_row + 1 * MATRIX_N',
    ],
    [
      'columns of C are told apart by their rows',
      'at % (MATRIX_M * MATRIX_N) / MATRIX_N',
      'at % (MATRIX_M * MATRIX_N) / MATRIX_M',
    ],
    ['a round is left out', 'first += subgroups', 'first += 2 * subgroups'],
  ])('are not where %s', async (_, ...change) => {
    expect(await isExact(worker, problem, await programFor('16×8×8', 4, change))).toBe(false);
  });
});
