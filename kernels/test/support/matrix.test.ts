import { expect, test } from 'vitest';
import { cover } from './matrix.ts';

const itself = (facets: readonly string[]) => facets;
const subsets = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c'], ['c', 'a'], ['a', 'b', 'c']];

test('what is taken has every facet of the whole, in the same order', () => {
  for (const first of subsets) {
    for (const second of subsets) {
      for (const third of subsets) {
        const items = [[...first], [...second], [...third]];
        const taken = cover(items, itself);
        expect(new Set(taken.flat())).toEqual(new Set(items.flat()));
        expect(items.filter((item) => taken.includes(item))).toEqual(taken);
        // What has none adds nothing.
        expect(taken.every((facets) => facets.length > 0)).toBe(true);
      }
    }
  }
});

test('what adds nothing is left out', () => {
  const items = [['a'], ['a', 'b'], ['b'], ['c', 'b'], []];
  expect(cover(items, itself)).toEqual([
    ['a', 'b'],
    ['c', 'b'],
  ]);
});

test('of several that add as much the first is taken', () => {
  expect(cover([['a', 'b'], ['b', 'a'], ['c']], itself)).toEqual([['a', 'b'], ['c']]);
});
