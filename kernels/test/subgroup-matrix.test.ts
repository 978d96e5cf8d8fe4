import { parseSubgroupMatrix } from '@stackbench/model';
import { expect, test } from 'vitest';
import { chooseSubgroupMatrix } from '../gemm/tensor-core/subgroup-matrix.ts';
import tensorCore from '../gemm/tensor-core/variant.ts';

const covered = { WM: 64, WN: 32, BK: 32 };
const listed = (...texts: string[]) => texts.map((text) => parseSubgroupMatrix(text)!);
const [variant] = tensorCore;
const problem = { m: 64, n: 64, k: 64 };

test.each([
  ['NVIDIA', ['f16→f32 16×8×8', 'f16→f32 16×8×16', 'f16→f32 16×16×16'], 'f16→f32 16×16×16'],
  ['Intel', ['f16→f32 8×8×16', 'f16→f32 8×16×16'], 'f16→f32 8×16×16'],
  ['Apple', ['f32→f32 8×8×8', 'f16→f16 8×8×8', 'f16→f32 8×8×8'], 'f16→f32 8×8×8'],
  ['of equals, more results', ['f16→f32 8×8×32', 'f16→f32 16×16×8'], 'f16→f32 16×16×8'],
  ['then more rows', ['f16→f32 8×16×16', 'f16→f32 16×8×16'], 'f16→f32 16×8×16'],
  ['none that does not divide the tile', ['f16→f32 48×16×16', 'f16→f32 8×8×8'], 'f16→f32 8×8×8'],
  ['none too large to be stored', ['f16→f32 32×32×16', 'f16→f32 8×8×8'], 'f16→f32 8×8×8'],
])('the largest matrix is taken, in whatever order they are listed: %s', (_, texts, taken) => {
  const [wanted] = listed(taken);
  expect(chooseSubgroupMatrix(listed(...texts), 'f16', covered)).toEqual(wanted);
  expect(chooseSubgroupMatrix(listed(...texts.toReversed()), 'f16', covered)).toEqual(wanted);
});

test.each([
  ['f32', 'f32→f32 8×8×8'],
  ['f16', 'f16→f32 8×16×16'],
  ['f16acc', 'f16→f16 8×8×8'],
] as const)(
  'of %s it is one that adds up as the data type says, and the plan notes it',
  (dataType, taken) => {
    const subgroupMatrices = listed(
      'f32→f32 8×8×8',
      'f16→f16 8×8×8',
      'f16→f32 8×16×16',
      'i8→i32 8×8×32',
    );
    expect(variant!.plan(problem, dataType, { subgroupMatrices })).toMatchObject({
      notes: { subgroupMatrix: taken },
    });
  },
);

test('an adapter whose matrices do not serve is told so', () => {
  const subgroupMatrices = listed('f16→f16 16×16×16');
  expect(variant!.plan(problem, 'f16', { subgroupMatrices })).toEqual({
    unsupported: 'the adapter lists no subgroup matrices of f16→f32 that divide 64×32×32',
  });
});

test('what CUDA compiles depends on no adapter', () => {
  expect(variant!.plan(problem, 'bf16', { multiprocessors: 132 })).toMatchObject({
    passes: [{ constants: { MATRIX_M: 16, MATRIX_N: 16 } }],
  });
});
