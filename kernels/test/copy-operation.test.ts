import { type DataType, defaultTunables, fillTensor } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { judge } from '../../packages/engine/src/verification/judge.ts';
import { select } from '../../packages/workers/test/fake/multiply.ts';
import copy from '../copy/operation.ts';

const [gate] = copy.gates;

/** What the gate says of an output that `change` made of a faithful copy. */
function complaint(
  n: number,
  dataType: DataType,
  change: (y: Float64Array) => void,
  wholeReferenceMacs = defaultTunables.wholeReferenceMacs,
): string | null {
  const tunables = { ...defaultTunables, wholeReferenceMacs };
  const { fill, expectations } = gate!.demand({ n }, dataType, tunables);
  const y = Float64Array.from(fillTensor(fill, dataType, 0, n));
  change(y);
  const [expectation] = expectations;
  return judge(expectation!, select(y, expectation!.selection), String).detail;
}

/** Below 1 every output counts as a large one: a checksum stands for it. */
const sizes = [
  ['whole', defaultTunables.wholeReferenceMacs],
  ['checksum', 1],
] as const;

describe.each(sizes)('%s', (method, wholeReferenceMacs) => {
  test.each(['f32', 'f16', 'bf16'] as const)('a faithful copy of %s passes', (dataType) => {
    for (const n of [1, 4096, 12_291, 65_536]) {
      expect(
        complaint(n, dataType, () => {}, wholeReferenceMacs),
        `n=${n}`,
      ).toBeNull();
    }
  });

  test.each([
    ['one bit of one element is another', (y: Float64Array) => void (y[4099]! += 2 ** -24)],
    ['two elements changed places', (y: Float64Array) => y.set(y.slice(5, 7).toReversed(), 5)],
    ['two parts changed places', (y: Float64Array) => void y.copyWithin(0, 4096, 8192)],
    ['the last element is missing', (y: Float64Array) => void (y[y.length - 1] = Number.NaN)],
    ['all is one element off', (y: Float64Array) => void y.copyWithin(1, 0)],
  ])('is told when %s', (_, change) => {
    expect(complaint(12_291, 'f32', change, wholeReferenceMacs)).not.toBeNull();
  });

  test('covers every element', () => {
    const { expectations } = gate!.demand({ n: 12_290 }, 'f32', {
      ...defaultTunables,
      wholeReferenceMacs,
    });
    const { selection, expected } = expectations[0]!;
    expect(selection.kind).toBe(method);
    const each = selection.kind === 'checksum' ? selection.length : 1;
    expect(expected.length * each).toBe(12_290);
  });
});

test('it computes nothing and moves each element twice', () => {
  expect(copy.flops({ n: 1000 })).toBe(0);
  expect(copy.bytes({ n: 1000 }, 'f32')).toBe(8000);
  expect(copy.bytes({ n: 1000 }, 'bf16')).toBe(4000);
});

test('a tensor that no kernel can index is refused', () => {
  expect(() => copy.parseProblem('n=2147483648')).toThrow(/x has 2147483648 elements/);
  expect(copy.parseProblem('n=2147483647')).toEqual({ n: 2_147_483_647 });
});
