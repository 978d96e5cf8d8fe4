// @module-tag machine
import { loadCatalog } from '@stackbench/kernels';
import type { DataType } from '@stackbench/model';
import {
  type CountPasses,
  kernelsRoot,
  listKernelJobs,
  type PassCount,
  type SharedPasses,
} from '@stackbench/programs';
import { beforeEach, expect, test } from 'vitest';
import { createPassCounter } from '../emulation/count-passes.ts';
import { plant } from './support/plant.ts';

const { operations } = await loadCatalog();

/** Whole tiles, so few that each block reaches its results before enough has been counted. */
const problems = {
  gemm: 'm=256,n=256,k=64',
  conv2d: 'n=1,c=64,h=16,w=16,k=128,r=1,s=1',
};
type OperationName = keyof typeof problems;

const counter = await createPassCounter();
beforeEach(({ skip }) => {
  if ('reason' in counter) skip(counter.reason);
});

async function passesOf(
  name: OperationName,
  variantName: string,
  dataType: DataType,
  root = kernelsRoot,
): Promise<SharedPasses> {
  const { operation, variants } = operations.get(name)!;
  const candidates = variants.filter((variant) => variant.name === variantName);
  const problem = operation.parseProblem(problems[name]);
  const jobs = await listKernelJobs(
    root,
    [{ operation, problem, dataType, candidates }],
    ['sm_90a'],
  );
  return (await (counter as CountPasses)(jobs[0]!))!;
}

/** How often it passes where once would do, on average and at the worst. */
const ratios = (count: PassCount | null) =>
  count && { mean: count.needed / count.fewest, worst: count.worst };
const none = { mean: 1, worst: 1 };

/** Every tile in a type of each size: which of the two of 16 bits it is decides nothing here. */
const clean = Object.keys(problems).flatMap((name) =>
  operations
    .get(name)!
    .variants.flatMap((variant) =>
      /(^|-)mma\b|pipelined/.test(variant.name)
        ? (['f32', 'bf16', 'tf32'] as const)
            .filter((dataType) => variant.dataTypes.cu?.includes(dataType))
            .map((dataType) => [name as OperationName, variant.name, dataType] as const)
        : [],
    ),
);

const timeout = 120_000;

test.each(clean)(
  '%s/%s reaches shared memory without a conflict in %s',
  { timeout },
  async (...kernel) => {
    const { loads, stores } = await passesOf(...kernel);
    expect(ratios(loads)).toEqual(none);
    // Some have their results in registers until they are in memory.
    expect(stores.needed).toBe(stores.fewest);
  },
);

/** As machine code and the banks have it, reckoned by hand: heads of these kernels tell why. */
test.each([
  ['shared-tile', 'f32', none, none],
  // Vectors of B that lie 32 bytes apart, and two rows of A in one bank.
  ['register-tile', 'f32', { mean: 2, worst: 2 }, none],
  // Half of what is stored is A.
  ['vectorized', 'f32', none, { mean: 1.5, worst: 2 }],
  // Results, a few at the end, and the main loop's loads by ldmatrix.
  ['tensor-core', 'bf16', { mean: expect.closeTo(1, 0), worst: 2 }, { mean: 1.5, worst: 2 }],
  // Who loads what of TF32 is not known.
  ['tensor-core', 'tf32', null, none],
] as const)('gemm/%s in %s has the conflicts that it leaves', { timeout }, async (...row) => {
  const [variant, dataType, loaded, stored] = row;
  const { loads, stores } = await passesOf('gemm', variant, dataType);
  expect(ratios(loads)).toEqual(loaded);
  expect(ratios(stores)).toEqual(stored);
});

test('a kernel that reaches no shared memory has nothing to count', { timeout }, async () => {
  const { loads, stores } = await passesOf('gemm', 'naive', 'f32');
  expect([loads!.fewest, stores.fewest]).toEqual([0, 0]);
});

test.each([
  // Rows of 64 bytes: of the eight that ldmatrix reads together, four begin in one bank.
  ['leaves chunks of A where they lie', 'cuda/mma-tile.cuh', '(at ^ row / 2 % 4) * 16', 'at * 16'],
  [
    'leaves chunks of B where they lie',
    'cuda/mma-tile.cuh',
    'COLUMN_READS ? at : at ^ row % 8',
    'at',
  ],
  [
    'leaves chunks of results where they lie',
    'cuda/mma-warp.cuh',
    'at ^ (sizeof(real) == 2 ? row % 8 : row % 4 * 2)',
    'at',
  ],
])('a kernel that %s is found, though its result is right', { timeout }, async (...fault) => {
  const [, file, from, to] = fault;
  const { loads, stores } = await passesOf(
    'gemm',
    'mma-128x128',
    'bf16',
    await plant(file, from, to),
  );
  expect(loads!.worst + stores.worst).toBeGreaterThan(4);
});

test('a kernel that cannot be run is not counted', { timeout }, async () => {
  const { operation, variants } = operations.get('gemm')!;
  const candidates = variants.filter(({ name }) => name === 'naive');
  const problem = operation.parseProblem(problems.gemm);
  const cases = [{ operation, problem, dataType: 'f32' as const, candidates }];
  const root = await plant('gemm/naive/kernel.cu', 'float sum = 0;', 'float sum = nothing;');
  const [job] = await listKernelJobs(root, cases, ['sm_80']);
  expect(await (counter as CountPasses)(job!)).toBeNull();
});
