import type { DataType, KernelPlan } from '@stackbench/model';
import { expect, test } from 'vitest';
import { loadCatalog } from '../catalog.ts';
import gemm from '../gemm/operation.ts';

const { variants } = (await loadCatalog()).operations.get('gemm')!;
const h100 = { multiprocessors: 132 };
const rungs = variants
  .filter(({ cudaArchitecture }) => Object.values(cudaArchitecture ?? {}).includes('sm_90a'))
  .flatMap(({ name, dataTypes }) => dataTypes.cu!.map((dataType) => ({ name, dataType })));
const clusters = rungs.filter(({ name }) => /cluster|ping-pong/.test(name));

function planOf(name: string, problem: string, dataType: DataType, device = h100) {
  const variant = variants.find((each) => each.name === name)!;
  return variant.plan(gemm.parseProblem(problem), dataType, device);
}

const passOf = (name: string, problem: string, dataType: DataType) =>
  (planOf(name, problem, dataType) as KernelPlan).passes[0]!;

test.each(rungs)('$name in $dataType asks for what a block of sm_90 may have', (rung) => {
  const { cuda, constants } = passOf(rung.name, 'm=4096,n=4096,k=4096', rung.dataType);
  expect(cuda!.dynamicSharedBytes).toBeLessThanOrEqual(227 * 1024);
  expect(constants['STAGES']).toBeGreaterThanOrEqual(3);
});

test.each(rungs)('$name in $dataType loads boxes of whole swizzled rows', (rung) => {
  const { cuda, constants } = passOf(rung.name, 'm=40,n=72,k=136', rung.dataType);
  const { BM, BK } = constants;
  const { a, b } = cuda!.tensorMaps;
  expect(a).toMatchObject({ extents: [136, 40], box: [BK, BM] });
  const rows = BK! / (cuda!.clusterBlocks ?? 1);
  expect(b).toMatchObject({ extents: [72, 136], box: [BK, rows] });
});

test.each(clusters)(
  '$name in $dataType starts whole clusters, each tile in one of them',
  (rung) => {
    for (const problem of ['m=1,n=8,k=8', 'm=257,n=520,k=64', 'm=4096,n=4096,k=64']) {
      const { m, n } = gemm.parseProblem(problem) as { m: number; n: number };
      const { grid, constants } = passOf(rung.name, problem, rung.dataType);
      expect(grid[0] % 2).toBe(0);
      const pairs = Math.ceil(m / (2 * constants['BM']!)) * Math.ceil(n / constants['BN']!);
      expect(grid).toEqual([2 * pairs, 1, 1]);
    }
  },
);

test('a grid of clusters stays within what a grid can be', () => {
  const { grid } = passOf('wgmma-cluster-128x128', 'm=65536,n=32760,k=8', 'bf16');
  expect(grid).toEqual([65_534, 1, 1]);
});

test.each([
  ['wgmma-128x128', 'm=64,n=64,k=16384', 'bf16', 64],
  ['wgmma', 'm=1,n=4096,k=4096', 'f16', 128],
  ['wgmma-transposed', 'm=8,n=512,k=500000', 'tf32', 132],
] as const)('%s splits K of %s in %s over %i blocks', (name, problem, dataType, blocks) => {
  const { passes, workspaces } = planOf(name, problem, dataType) as KernelPlan;
  expect(passes.map(({ label }) => label)).toEqual(['gemm', 'sum']);
  expect(passes[0]).toMatchObject({ grid: [blocks, 1, 1], tensors: ['a', 'b', 'sums'] });
  expect(workspaces).toHaveLength(1);
});

test.each(rungs)('$name in $dataType refuses rows that TMA cannot read', ({ name, dataType }) => {
  const multiple = dataType === 'tf32' ? 4 : 8;
  const unsupported = { unsupported: `TMA needs n and k to be multiples of ${multiple}` };
  expect(planOf(name, 'm=8,n=8,k=10', dataType)).toEqual(unsupported);
  expect(planOf(name, 'm=8,n=10,k=8', dataType)).toEqual(unsupported);
});

test('mma-tma takes as many stages as there is room for, and whole slices of K where it is split', () => {
  const { cuda, constants } = passOf('mma-tma', 'm=4096,n=4096,k=4096', 'bf16');
  expect(cuda).toMatchObject({
    residentBlocks: 1,
    dynamicSharedBytes: 1024,
    stages: { most: 4, bytes: (128 + 256) * 128 + 16 },
    tensorMaps: { a: { box: [64, 128] }, b: { box: [64, 64] } },
  });
  expect(constants).toMatchObject({ BK: 64, THREADS: 384 });
  expect(constants).not.toHaveProperty('STAGES');
  const { passes } = planOf('mma-tma-128x128', 'm=64,n=64,k=16384', 'f16') as KernelPlan;
  expect(passes.map(({ grid }) => grid[0])).toEqual([64, 4]);
});
