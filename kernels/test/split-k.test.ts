import { elementCount, i32, type KernelPass, type KernelPlan } from '@stackbench/model';
import { expect, test } from 'vitest';
import { loadCatalog } from '../catalog.ts';
import gemm from '../gemm/operation.ts';
import { splitPlan } from '../split-k.ts';

const { variants } = (await loadCatalog()).operations.get('gemm')!;
const h100 = { multiprocessors: 132 };
const shape = { BK: 16, BLOCKS: 2 };

function planOf(name: string, problem: string, device = h100): KernelPlan {
  const variant = variants.find((each) => each.name === name)!;
  return variant.plan(gemm.parseProblem(problem), 'f32', device) as KernelPlan;
}

const blocksOf = ({ passes }: KernelPlan) => passes[0]!.grid.reduce((all, extent) => all * extent);

test.each([
  ['warp-tile-pipelined-64x64', 'm=64,n=64,k=16384', 64],
  ['warp-tile-pipelined', 'm=512,n=8,k=500000', 264],
  ['warp-tile-pipelined', 'm=1,n=4096,k=4096', 256],
  ['warp-tile-pipelined', 'm=1024,n=1024,k=1024', 256],
  ['matrix-vector', 'm=1,n=4096,k=4096', 512],
  ['matrix-vector', 'm=4,n=7680,k=2560', 240],
  ['vectorized-pipelined-64x64', 'm=64,n=64,k=16384', 64],
  ['vectorized-pipelined', 'm=512,n=8,k=500000', 264],
  ['matrix-vector-subgroup', 'm=1,n=4096,k=4096', 1024],
])('%s keeps an H100 busy on %s', (name, problem, blocks) => {
  const plan = planOf(name, problem);
  expect(blocksOf(plan)).toBe(blocks);
  expect(plan.passes.map(({ label }) => label)).toEqual(['gemm', 'sum']);
});

test.each(['m=4096,n=4096,k=4096', 'm=128,n=128,k=500', 'm=1,n=1,k=1'])(
  '%s is not split: there are blocks enough, or too little to do for more',
  (problem) => {
    const plan = planOf('warp-tile-pipelined', problem);
    expect(plan.passes.map(({ tensors }) => tensors)).toEqual([['a', 'b', 'c']]);
    expect(plan.workspaces).toEqual([]);
  },
);

test('a device with fewer multiprocessors splits less', () => {
  const splits = [132, 46, 8].map(
    (multiprocessors) =>
      planOf('warp-tile-pipelined', 'm=256,n=256,k=65536', { multiprocessors }).passes[0]!.grid[2],
  );
  expect(splits).toEqual([66, 23, 4]);
});

test('a WGSL source is told whether it is split', () => {
  const split = ['m=64,n=64,k=16384', 'm=4096,n=4096,k=4096'].map(
    (problem) => planOf('vectorized-pipelined', problem).passes[0]!.constants['SPLIT'],
  );
  expect(split).toEqual([1, 0]);
});

const pass: KernelPass = {
  label: 'product',
  source: 'none',
  grid: [3, 2, 1],
  block: [1, 1, 1],
  tensors: ['left', 'right', 'output'],
  scalars: i32(7),
  constants: {},
};

test('every product is in one part, and no part is empty', () => {
  for (const depth of [512, 515, 4096, 16_384, 500_000, 16_777_216]) {
    const work = { tiles: 6, depth, elements: 35, dataType: 'f32' } as const;
    const { grid, scalars } = splitPlan(pass, work, shape, h100).passes[0]!;
    const span = scalars.at(-1)!.value;
    expect(grid.slice(0, 2)).toEqual([3, 2]);
    expect(span % shape.BK).toBe(0);
    expect(grid[2]).toBeGreaterThan(1);
    expect(grid[2] * span).toBeGreaterThanOrEqual(depth);
    expect((grid[2] - 1) * span).toBeLessThan(depth);
  }
});

test.each([
  ['f32', 1],
  ['bf16', 2],
] as const)('sums of %s have four bytes each', (dataType, words) => {
  const work = { tiles: 40, depth: 1024, elements: 15, dataType };
  const { passes, workspaces } = splitPlan(pass, work, shape, h100);
  expect(passes.map(({ tensors }) => tensors)).toEqual([
    ['left', 'right', 'sums'],
    ['sums', 'output'],
  ]);
  expect(workspaces.map(elementCount)).toEqual([4 * 15 * words]);
});
