import { expect, test } from 'vitest';
import { checkedTile, checkedVectorTile, threadsOf, tileGrid, vectorRows } from '../gemm/tile.ts';

const tile = { BM: 128, BN: 64, BK: 16, TM: 8, TN: 4 };

test('a tile that can be built is returned as it is', () => {
  expect(checkedVectorTile('example', tile)).toBe(tile);
  expect(threadsOf(tile)).toBe(256);
});

test.each([
  [{ TM: 7 }, /example has .*BM is a multiple of TM/],
  [{ TN: 5 }, /BN is a multiple of TN/],
  [{ BM: 0 }, /positive integer/],
  [{ BM: 1024 }, /at most 1024 threads/],
  [{ BK: 128 }, /at most 49152 bytes/],
])('%o breaks a rule, and it is named', (change, message) => {
  expect(() => checkedTile('example', { ...tile, ...change })).toThrow(message);
});

test('a tile that moves in vectors has extents that divide by four', () => {
  expect(() => checkedVectorTile('example', { ...tile, TN: 2 })).toThrow(
    /TM, TN and BK divide by four/,
  );
  expect(() => checkedVectorTile('example', { ...tile, BK: 6 })).toThrow(
    /TM, TN and BK divide by four/,
  );
});

test('a family may add rules', () => {
  expect(checkedTile('example', tile, { 'threads come in pairs': true })).toBe(tile);
  expect(() => checkedTile('example', tile, { 'threads come in pairs': false })).toThrow(
    /threads come in pairs/,
  );
});

test('rows are vectors where their length divides by four', () => {
  expect(vectorRows({ m: 1, n: 4, k: 6 })).toEqual({ A4: 0, B4: 1 });
  expect(vectorRows({ m: 1, n: 5, k: 8 })).toEqual({ A4: 1, B4: 0 });
});

test('the grid has a workgroup for each tile, the partial ones included', () => {
  expect(tileGrid({ m: 129, n: 64, k: 1 }, tile)).toEqual([1, 2, 1]);
  expect(tileGrid({ m: 128, n: 65, k: 1 }, tile)).toEqual([2, 1, 1]);
});

test('a grid with too many tiles along one side is folded', () => {
  const [x, y, z] = tileGrid({ m: 2 ** 24, n: 33, k: 1 }, { BM: 16, BN: 16 });
  expect(Math.max(x, y)).toBeLessThanOrEqual(65_535);
  expect(x * y * z).toBeGreaterThanOrEqual(2 ** 20 * 3);
  // Blocks too many would compute a tile that is there already.
  expect(x * y * z).toBeLessThan(2 ** 20 * 3 + y);
});
