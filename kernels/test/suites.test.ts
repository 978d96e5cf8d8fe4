import { expect, test } from 'vitest';
import type { Problem } from '@stackbench/model';
import { loadCatalog } from '../catalog.ts';

const catalog = await loadCatalog();
const suites = [...catalog.suites.values()];

test('the suites that the documentation names are there', () => {
  expect([...catalog.suites.keys()].toSorted()).toEqual([
    'deepbench',
    'llm',
    'quick',
    'resnet50',
    'standard',
  ]);
});

test.each(suites)('every problem of $name is valid and stands there once', ({ entries }) => {
  for (const { operation: name, problems } of entries) {
    const { operation } = catalog.operations.get(name)!;
    const canonical = problems.map(({ problem }) =>
      operation.formatProblem(operation.parseProblem(problem)),
    );
    expect(new Set(canonical).size).toBe(problems.length);
  }
});

test('ResNet-50 sums to 53 convolutions and 4.087 billion multiply-adds at batch 1', () => {
  const { operation } = catalog.operations.get('conv2d')!;
  const layers = catalog.suites
    .get('resnet50')!
    .entries.flatMap(({ problems }) => problems)
    .map(({ problem, layer }) => ({
      problem: operation.parseProblem(problem),
      count: layer?.count ?? 0,
    }))
    .filter(({ problem }) => problem['n'] === 1);
  const total = (of: (problem: Problem) => number) =>
    layers.reduce((sum, { problem, count }) => sum + count * of(problem), 0);
  expect(layers).toHaveLength(23);
  expect(total(() => 1)).toBe(53);
  expect(total((problem) => operation.flops(problem) / 2)).toBeCloseTo(4.087e9, -6);
});
