import { elementCount, type KernelPlan } from '@stackbench/model';
import { expect, test } from 'vitest';
import { loadCatalog } from '../catalog.ts';
import { type Conv2dProblem, outputExtents, parseProblem } from '../conv2d/problem.ts';
import { checkedQuadTile, checkedScalarTile } from '../conv2d/workgroup-tile.ts';
import { edgeProblems } from '../conv2d/edge-problems.ts';

const { operation, variants } = (await loadCatalog()).operations.get('conv2d')!;
const written = variants.filter(({ dataTypes }) => dataTypes.wgsl !== undefined);
const depthwise = variants.find(({ name }) => name === 'depthwise')!;

/** ResNet-50 at batch 256, and grids that do not fit one dimension. */
const large = [
  'n=256,c=3,h=224,w=224,k=64,r=7,s=7,stride=2,pad=3',
  'n=256,c=64,h=56,w=56,k=64,r=3,s=3,pad=1',
  'n=256,c=64,h=56,w=56,k=256,r=1,s=1',
  'n=256,c=2048,h=7,w=7,k=512,r=1,s=1,layout=nchw',
  'n=1,c=65536,h=8,w=8,k=65536,r=1,s=1,groups=65536',
];

function planOf(variant: (typeof variants)[number], text: string): KernelPlan | undefined {
  const plan = variant.plan(parseProblem(text), 'f32');
  return 'unsupported' in plan ? undefined : plan;
}

test('the ladder starts at the formula and each rung has its place', () => {
  expect(variants[0]!.name).toBe('direct');
  const names = variants.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'direct-block-8x8',
      'im2col-register-block-16x16',
      'im2col-vectorized',
      'implicit-gemm',
      'implicit-gemm-64x64',
      'implicit-gemm-block-16x16',
      'implicit-gemm-vectorized',
    ]),
  );
});

const general = written.filter((variant) => variant !== depthwise);

test.each(general)('$name serves every edge problem', (variant) => {
  expect(edgeProblems.filter((text) => planOf(variant, text) === undefined)).toEqual([]);
});

test('depthwise serves the problems of one channel a group, and no others', () => {
  const served = edgeProblems.filter((text) => planOf(depthwise, text) !== undefined);
  const wanted = edgeProblems.filter((text) => {
    const { c, groups } = parseProblem(text);
    return c === groups;
  });
  expect(served).toEqual(wanted);
  expect(served.length).toBeGreaterThan(10);
});

test.each([
  ['n=1,c=8,h=9,w=9,k=8,r=3,s=3,groups=4', /groups=c/],
  ['n=1,c=8,h=29,w=29,k=8,r=12,s=11,groups=8', /r·s=132 is more than 128/],
  ['n=1,c=8,h=99,w=9,k=8,r=32,s=1,groups=8', /32 × 35/],
])('depthwise refuses %s with the reason', (text, reason) => {
  expect(depthwise.plan(parseProblem(text), 'f32')).toEqual({
    unsupported: expect.stringMatching(reason),
  });
});

function isVector(text: string): boolean {
  return planOf(depthwise, text)!.passes[0]!.constants['VEC4'] === 1;
}

test('depthwise moves vectors where the filters are the channels, four of which lie together', () => {
  const extents = 'n=1,h=9,w=9,r=3,s=3';
  expect(isVector(`${extents},c=8,k=8,groups=8`)).toBe(true);
  expect(isVector(`${extents},c=8,k=16,groups=8`)).toBe(false);
  expect(isVector(`${extents},c=6,k=6,groups=6`)).toBe(false);
  expect(isVector(`${extents},c=8,k=8,groups=8,layout=nchw`)).toBe(false);
});

test.each(written)('$name fits its grids and tensors at any size', (variant) => {
  for (const text of [...edgeProblems, ...large]) {
    const plan = planOf(variant, text);
    const { inputs, outputs } = operation.tensors(parseProblem(text));
    const tensors = [...inputs, ...outputs, ...(plan?.workspaces ?? [])];
    const known = new Set(tensors.map(({ name }) => name));
    for (const { grid, block, tensors: named } of plan?.passes ?? []) {
      expect(grid.every((extent) => Number.isInteger(extent) && extent >= 1)).toBe(true);
      expect(Math.max(...grid)).toBeLessThanOrEqual(65_535);
      expect(block[0] * block[1] * block[2]).toBeLessThanOrEqual(256);
      expect(named.filter((name) => !known.has(name))).toEqual([]);
    }
  }
});

test.each(written)('$name has threads for every output element', (variant) => {
  const short = [...edgeProblems, ...large].filter((text) => {
    const pass = planOf(variant, text)?.passes.find(({ label }) => label === 'conv2d');
    if (pass === undefined) return false;
    const { TM = 1, TN = 1 } = pass.constants;
    const threads = [...pass.grid, ...pass.block].reduce((product, extent) => product * extent);
    return threads * TM * TN < outputCount(parseProblem(text));
  });
  expect(short).toEqual([]);
});

function outputCount(problem: Conv2dProblem): number {
  const { p, q } = outputExtents(problem);
  return problem.n * problem.k * p * q;
}

const im2col = variants.find(({ name }) => name === 'im2col-vectorized')!;

function labels(text: string): string[] {
  return planOf(im2col, text)!.passes.map(({ label }) => label);
}

test('im2col writes patches down, apart from the product, and not where x is their matrix', () => {
  expect(labels('n=2,c=8,h=8,w=8,k=8,r=3,s=3')).toEqual(['filters', 'im2col', 'gemm']);
  expect(labels('n=2,c=8,h=8,w=8,k=8,r=1,s=1')).toEqual(['filters', 'gemm']);
  expect(labels('n=1,c=8,h=8,w=8,k=8,r=1,s=1,layout=nchw')).toEqual(['gemm']);
  expect(labels('n=2,c=8,h=8,w=8,k=8,r=3,s=3,layout=nchw')).toEqual(['im2col', 'gemm', 'reorder']);
});

test('im2col holds every patch, and refuses what no index can reach', () => {
  const plan = planOf(im2col, 'n=2,c=8,h=8,w=8,k=8,r=3,s=3')!;
  expect(plan.workspaces.map(elementCount)).toEqual([2 * 6 * 6 * 72, 72 * 8]);
  const refused = im2col.plan(parseProblem('n=256,c=256,h=112,w=112,k=64,r=3,s=3,pad=1'), 'f32');
  expect(refused).toEqual({ unsupported: expect.stringMatching(/patches would have 73987\d+/) });
});

test('a tile that its source cannot stage is refused with the rule', () => {
  const tile = { BM: 128, BN: 128, BK: 16, TM: 8, TN: 8 };
  expect(() => checkedQuadTile('wide', { ...tile, BK: 64 })).toThrow(/wide.*at most one block/);
  expect(() => checkedQuadTile('odd', { ...tile, TM: 2 })).toThrow(/odd.*divide by 4/);
  expect(() => checkedScalarTile('few', { ...tile, TM: 16, TN: 16 })).toThrow(
    /few.*multiple of BM/,
  );
  expect(() => checkedScalarTile('torn', { ...tile, TM: 7 })).toThrow(/torn.*multiple of TM/);
});
