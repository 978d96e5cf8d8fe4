import { expect, test } from 'vitest';
import { formatSubgroupMatrix, parseSubgroupMatrix } from '../src/subgroup-matrix.ts';

test('subgroup matrices are read as they are written', () => {
  const matrix = { component: 'f16', result: 'f32', m: 8, n: 16, k: 32 };
  expect(formatSubgroupMatrix(matrix)).toBe('f16→f32 8×16×32');
  expect(parseSubgroupMatrix('f16→f32 8×16×32')).toEqual(matrix);
});

test.each(['', 'f16→f32', 'f16 8×8×8', 'f16→f32 8x8x8', 'f16→f32 8×8'])('%j is none', (text) => {
  expect(parseSubgroupMatrix(text)).toBeNull();
});
