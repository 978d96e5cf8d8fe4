import { expect, test } from 'vitest';
import type { Problem } from '@stackbench/model';
import { loadCatalog } from '../catalog.ts';

const catalog = await loadCatalog();
const suites = [...catalog.suites.values()];

test('the suites that the documentation names are there', () => {
  expect([...catalog.suites.keys()].toSorted()).toEqual([
    'deepbench',
    'groups',
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

test('the convolutions in groups are those of 17 blocks of MobileNet v2 and 16 of ResNeXt-50', () => {
  const layers = catalog.suites
    .get('groups')!
    .entries.flatMap(({ problems }) => problems)
    .flatMap(({ layer }) => (layer === undefined ? [] : [layer]));
  const networks = Map.groupBy(layers, ({ network, batch }) => `${network.split(',')[0]} ${batch}`);
  const counts = [...networks].map(([name, own]) => [
    name,
    own.reduce((sum, { count }) => sum + count, 0),
    ...new Set(own.map(({ operations }) => operations)),
  ]);
  expect(counts).toEqual([
    ['MobileNet v2 1', 17, 17],
    ['MobileNet v2 32', 17, 17],
    ['ResNeXt-50 32×4d 1', 16, 16],
    ['ResNeXt-50 32×4d 32', 16, 16],
  ]);
});
