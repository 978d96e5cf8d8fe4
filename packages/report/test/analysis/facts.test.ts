import { expect, test } from 'vitest';
import { compareFacts } from '../../src/analysis/facts.ts';

test('facts that differ are named by their path, with both values', () => {
  const a = { cudnn: '9.1', limits: { x: 1, y: 2 }, same: true };
  const b = { cudnn: '9.5', limits: { x: 1, y: 3 }, same: true };
  expect(compareFacts(a, b)).toEqual([
    { path: 'cudnn', a: { value: '9.1' }, b: { value: '9.5' } },
    { path: 'limits.y', a: { value: 2 }, b: { value: 3 } },
  ]);
});

test('a fact that one side lacks is missing there, which is not null', () => {
  expect(compareFacts({ driver: null }, { libraries: { cublas: '12' } })).toEqual([
    { path: 'driver', a: { value: null }, b: { missing: true } },
    { path: 'libraries.cublas', a: { missing: true }, b: { value: '12' } },
  ]);
  expect(compareFacts({ limits: {} }, {})).toEqual([
    { path: 'limits', a: { value: {} }, b: { missing: true } },
  ]);
});

test('the order of lists and of names does not matter, at any depth; how often an entry stands does', () => {
  const a = { features: ['f16', 'subgroups'], tuples: [{ m: 8, n: [1, 2] }, 3] };
  const b = { tuples: [3, { n: [2, 1], m: 8 }], features: ['subgroups', 'f16'] };
  expect(compareFacts(a, b)).toEqual([]);
  expect(compareFacts({ list: [1, 1] }, { list: [1] })).toHaveLength(1);
  expect(compareFacts({ list: ['1'] }, { list: [1] })).toHaveLength(1);
});

test('a name that holds a dot is not taken for two names', () => {
  expect(compareFacts({ 'a.b': 1 }, { a: { b: 1 } }).map(({ path }) => path)).toEqual([
    '"a.b"',
    'a.b',
  ]);
});
