import type { KernelPlan } from '@stackbench/model';
import { expect, test } from 'vitest';
import { loadCatalog } from '../catalog.ts';
import { parseProblem } from '../conv2d/problem.ts';

const { variants } = (await loadCatalog()).operations.get('conv2d')!;
const rungs = variants.filter(({ name }) => name.startsWith('implicit-gemm-wgmma'));

const planOf = (variant: (typeof rungs)[number], problem: string) =>
  variant.plan(parseProblem(problem), 'bf16', { multiprocessors: 132 });

/** ResNet-50's, but for the first layer, whose channels are three. */
const layer = 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1';

test.each(rungs)('$name describes the box that filters begin in', (variant) => {
  const text = 'n=2,c=72,h=11,w=7,k=68,r=3,s=2,stride=2x1,pad=1x3,dilation=1x2';
  const [{ cuda, constants }] = (planOf(variant, text) as KernelPlan).passes as [
    KernelPlan['passes'][number],
  ];
  const { BM, BN, BK } = constants;
  expect(cuda!.tensorMaps).toEqual({
    x: {
      extents: [72, 7, 11, 2],
      im2col: { lower: [-3, -1], upper: [1, -1], channels: BK, pixels: BM, strides: [1, 2] },
      swizzleBytes: 128,
    },
    w: { extents: [72, 6, 68], box: [BK, 1, BN], swizzleBytes: 128 },
  });
  expect(cuda!.dynamicSharedBytes).toBeLessThanOrEqual(227 * 1024);
});

test.each(rungs)('$name splits the sums of a layer whose images are small', (variant) => {
  const text = 'n=1,c=512,h=7,w=7,k=512,r=3,s=3,pad=1';
  const { passes, workspaces } = planOf(variant, text) as KernelPlan;
  expect(passes.map(({ label }) => label)).toEqual(['conv2d', 'sum']);
  const tiles = Math.ceil(512 / passes[0]!.constants['BN']!);
  const parts = workspaces[0]!.shape[0]!;
  expect(passes[0]!.grid).toEqual([tiles * parts, 1, 1]);
  // 72 slices of 64 products: a part has 256 products at the least, and a tile as many parts as there is room for.
  expect(parts).toBe(passes[0]!.constants['BN'] === 64 ? 15 : 18);
});

test.each(rungs)('$name takes a layer in tiles of pixels and filters', (variant) => {
  const { passes } = planOf(variant, layer) as KernelPlan;
  expect(passes.map(({ grid }) => grid)).toEqual([[784, 1, 1]]);
});

test.each([
  [`${layer},layout=nchw`, /layout=nhwc/],
  [`${layer},groups=2`, /groups=1/],
  ['n=1,c=12,h=9,w=9,k=8,r=3,s=3', /c to be a multiple of 8/],
  ['n=1,c=8,h=9,w=9,k=6,r=3,s=3', /k is a multiple of 4/],
  ['n=1,c=8,h=40,w=40,k=8,r=1,s=1,stride=1x9', /strides up to 8/],
  ['n=1,c=8,h=9,w=300,k=8,r=1,s=3,dilation=128', /255 rows and columns/],
  ['n=1,c=8,h=9,w=9,k=8,r=1,s=1,pad=129', /128 pixels before/],
  ['n=1,c=8,h=9,w=9,k=8,r=1,s=1,pad=128', /127 after/],
  ['n=1,c=8,h=200,w=9,k=8,r=130,s=1', /128 pixels before/],
])('%s is refused with the reason', (text, reason) => {
  for (const variant of rungs) {
    expect(planOf(variant, text)).toEqual({ unsupported: expect.stringMatching(reason) });
  }
});
