import { describe, expect, test } from 'vitest';
import { type Fill, fillTensor } from '../src/index.ts';

const reals: Fill = { kind: 'reals', seed: 1 };

describe('fillTensor', () => {
  test.each(['f32', 'f16', 'bf16'] as const)(
    'scales every value of %s, none of them rounded',
    (dataType) => {
      for (const fill of [reals, { kind: 'integers', range: 3, sparsity: 1, seed: 1 } as const]) {
        const scaled = fillTensor({ ...fill, scale: 128 }, dataType, 0, 1000);
        expect(scaled).toEqual(fillTensor(fill, dataType, 0, 1000).map((value) => 128 * value));
      }
    },
  );

  test('repeats bit for bit and differs between seeds and tensors', () => {
    const first = fillTensor(reals, 'f32', 0, 1000);
    expect(fillTensor(reals, 'f32', 0, 1000)).toEqual(first);
    expect(fillTensor(reals, 'f32', 1, 1000)).not.toEqual(first);
    expect(fillTensor({ kind: 'reals', seed: 2 }, 'f32', 0, 1000)).not.toEqual(first);
  });

  test('keeps pinned values, so that workers in other languages can be held against them', () => {
    const integers: Fill = { kind: 'integers', range: 4, sparsity: 0, seed: 7 };
    expect([...fillTensor(integers, 'f32', 0, 8)]).toMatchInlineSnapshot(`
      [
        2,
        0,
        4,
        2,
        1,
        -3,
        -4,
        4,
      ]
    `);
    expect([...fillTensor(reals, 'f16', 1, 4)]).toMatchInlineSnapshot(`
      [
        0.88671875,
        -0.2255859375,
        -0.4599609375,
        -0.8330078125,
      ]
    `);
  });

  test('draws integers evenly from −range to range', () => {
    const values = fillTensor(
      { kind: 'integers', range: 4, sparsity: 0, seed: 3 },
      'f32',
      0,
      90_000,
    );
    for (let value = -4; value <= 4; value++) {
      const share = values.filter((x) => x === value).length / values.length;
      expect(share).toBeCloseTo(1 / 9, 2);
    }
  });

  test('keeps one value in 2^sparsity', () => {
    const values = fillTensor(
      { kind: 'integers', range: 1, sparsity: 4, seed: 3 },
      'f32',
      0,
      96_000,
    );
    const kept = values.filter((x) => x !== 0).length / values.length;
    expect(kept).toBeCloseTo(2 / 3 / 16, 2);
  });

  test.each([
    ['f16', 10],
    ['bf16', 7],
    ['f32', 23],
  ] as const)('draws %s reals that need no rounding and lie in [−1, 1)', (dataType, bits) => {
    const values = fillTensor(reals, dataType, 0, 10_000);
    expect(values.every((x) => Number.isInteger(x * 2 ** bits) && x >= -1 && x < 1)).toBe(true);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
  });
});
