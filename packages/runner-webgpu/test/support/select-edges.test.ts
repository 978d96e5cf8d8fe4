import { expect, test } from 'vitest';
import { selectEdges } from './select-edges.ts';

const edges = ['a1', 'a2', 'b1', 'c1', 'd whole', 'a3', 'e whole', 'd2'].map((problem) => ({
  problem,
  shader: problem.charAt(0),
}));
const isWhole = (problem: string) => problem.endsWith('whole');

function taken(shaders: number[], wholeToo: boolean): string[] {
  return selectEdges(edges, { shaders, wholeToo }, isWhole).map(({ problem }) => problem);
}

test('the shaders at the places asked for are taken, with every edge that needs no other', () => {
  expect(taken([0], false)).toEqual(['a1', 'a2', 'a3']);
  expect(taken([0, 1], false)).toEqual(['a1', 'a2', 'b1', 'a3']);
});

test('a place beyond the last shader is counted around', () => {
  expect(taken([5], false)).toEqual(['a1', 'a2', 'a3']);
  expect(selectEdges([], { shaders: [1], wholeToo: true }, isWhole)).toEqual([]);
});

test('the first problem with whole tiles is taken wherever it stands', () => {
  expect(taken([1], true)).toEqual(['b1', 'd whole', 'd2']);
});
