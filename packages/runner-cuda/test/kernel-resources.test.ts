// @module-tag machine
// @module-tag long
// @module-tag matrix
import { join } from 'node:path';
import { loadCatalog } from '@stackbench/kernels';
import type { Suite } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { cacheFolder } from '@stackbench/stacks';
import { type KernelBuild, type KernelCase, kernelCasesOf } from '@stackbench/programs';
import { buildAll } from '../src/build/build-all.ts';
import { takesAll } from '../../../kernels/test/support/matrix.ts';
import { disassembler } from './support/disassembler.ts';
import { missingToolkit, realTools } from './support/toolkits.ts';

const tools = realTools[0];
beforeEach(({ skip }) => skip(missingToolkit !== null, missingToolkit ?? ''));

/** Rows on and off a vector's boundary, both layouts: what sources are compiled differently for. */
const suite: Suite = {
  name: 'resources',
  title: 'Each way that a source is compiled',
  entries: [
    {
      operation: 'gemm',
      dataTypes: [],
      problems: [
        { problem: 'm=4096,n=4096,k=4096' },
        { problem: 'm=4095,n=4095,k=4095' },
        // Split along K.
        { problem: 'm=64,n=64,k=16384' },
        { problem: 'm=63,n=63,k=16383' },
      ],
    },
    {
      operation: 'conv2d',
      dataTypes: [],
      problems: [
        { problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1' },
        { problem: 'n=32,c=3,h=224,w=224,k=63,r=7,s=7,stride=2,pad=3' },
        { problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1,layout=nchw' },
        { problem: 'n=32,c=64,h=56,w=56,k=256,r=1,s=1' },
        { problem: 'n=32,c=96,h=112,w=112,k=96,r=3,s=3,stride=2,pad=1,groups=96' },
        { problem: 'n=32,c=128,h=56,w=56,k=128,r=3,s=3,pad=1,groups=32' },
        { problem: 'n=32,c=1024,h=14,w=14,k=1024,r=3,s=3,stride=2,pad=1,groups=32' },
        { problem: 'n=32,c=84,h=56,w=56,k=84,r=4,s=4,pad=1,groups=14' },
        { problem: 'n=32,c=96,h=112,w=112,k=96,r=3,s=3,stride=2,pad=1,groups=96,layout=nchw' },
      ],
    },
  ],
};
/**
 * The one that has every instruction which a source may ask for. Other problems than the main ones are compiled for it alone,
 * and not in f16, whose source differs from bf16's in names of types and of instructions: all of them took ten minutes.
 */
const everything = ['sm_90a'];
/** What the bounds below are told for. */
const isMain = ({ problem }: KernelCase) =>
  problem['m'] === 4096 || (problem['r'] === 3 && problem['layout'] === 'nhwc');
/** What serves no other problem has those in groups for itself: for others a group is a convolution of few channels. */
const isOwn = ({ problem, candidates: [variant] }: KernelCase) =>
  (problem['groups'] ?? 1) === 1 || /^(depthwise|grouped)\b/.test(variant!.name);
/**
 * Half of what could be compiled, where not all is: f16, whose source differs from bf16's in names, for the older architecture alone,
 * and what is in another type for the newer.
 */
const isForOlder = ({ dataType, candidates: [variant] }: KernelCase) =>
  dataType === 'f16' && variant!.cudaArchitecture?.f16?.startsWith('sm_90a') !== true;
/** Kernels whose goal is one of their main loop are held to it on consumers' GPUs, too. */
const onConsumers = { architectures: ['sm_86'] };
const isHeld = ({ operation, candidates }: KernelCase) =>
  candidates.some(({ name }) => `${operation.name}/${name}`.startsWith('gemm/warp-tile-pipelined'));

/** GPUs that people have, each with another limit of shared memory, and the types of `mma` that are looked at there. */
const commonArchitectures = {
  f16: ['sm_75'],
  bf16: ['sm_80', 'sm_86', 'sm_89', 'sm_90', 'sm_120a'],
} as const;

let builds: KernelBuild[] = [];
/** Those whose machine code is looked at: a disassembly takes half a second. */
let bound: KernelBuild[] = [];
const common: KernelBuild[] = [];
beforeAll(async () => {
  if (tools === undefined) return;
  const catalog = await loadCatalog();
  const cases = kernelCasesOf(catalog, suite).filter(isOwn);
  const all = { root: catalog.root, tools, cache: join(cacheFolder(), 'cuda') };
  const build = async (some: readonly KernelCase[], more: { report?: typeof report }) => [
    ...(await buildFor(some, 'sm_80', isForOlder, more)),
    ...(await buildFor(some, 'sm_90a', (one) => !isForOlder(one), more)),
    ...(await buildAll({ ...all, ...more, cases: some.filter(isHeld), ...onConsumers })),
  ];
  const buildFor = (
    some: readonly KernelCase[],
    architecture: string,
    isFor: (one: KernelCase) => boolean,
    more: { report?: typeof report },
  ) =>
    buildAll({
      ...all,
      ...more,
      cases: takesAll ? some : some.filter(isFor),
      architectures: [architecture],
    });
  const report = { disassembler, countPasses: null };
  const others = cases.filter(
    (one) => !isMain(one) && one.dataType !== 'f16' && (takesAll || isTold(one, cases)),
  );
  builds = await build(cases.filter(isMain), {});
  builds.push(...(await buildAll({ ...all, cases: others, architectures: everything })));
  bound = await build(cases.filter(hasBound), { report });
  for (const dataType of ['f16', 'bf16'] as const) {
    const own = cases.filter(
      ({ problem, candidates: [variant], ...rest }) =>
        rest.dataType === dataType && problem['m'] === 4096 && /^mma\b/.test(variant!.name),
    );
    const asked = { cases: own, architectures: commonArchitectures[dataType] };
    common.push(...(await buildAll({ ...all, ...asked, report })));
  }
}, 1_200_000);

/**
 * Whether a case stands for those alike: of the variants that share a source the last, whose tiles are the smallest, in its widest
 * type alone if that is f32.
 */
function isTold(one: KernelCase, cases: readonly KernelCase[]): boolean {
  const [variant] = one.candidates;
  if (one.dataType === 'bf16' && variant!.dataTypes.cu?.includes('f32') === true) return false;
  const source = sourceOf(one);
  return cases.findLast((other) => sourceOf(other) === source)!.candidates[0] === variant;
}

/** The sources of a case's passes. */
function sourceOf({ problem, dataType, candidates: [variant] }: KernelCase): string | undefined {
  const plan = variant!.plan(problem, dataType);
  return 'unsupported' in plan ? undefined : plan.passes.map(({ source }) => source).join(' ');
}

const nameOf = ({ variant, pass, dataType, architecture, constants }: KernelBuild) =>
  `${variant} (${pass}) ${dataType} ${architecture} ${JSON.stringify(constants)}`;

test('every CUDA source compiles in every data type', () => {
  const broken = builds.flatMap((build) =>
    build.result.ok ? [] : [`${nameOf(build)}: ${build.result.reason}`],
  );
  expect(broken).toEqual([]);
  expect(builds.length).toBeGreaterThan(100);
});

test('no kernel spills registers', () => {
  const spilling = builds.filter(
    ({ result }) =>
      result.ok && result.resources.spillStoreBytes + result.resources.spillLoadBytes > 0,
  );
  expect(spilling.map(nameOf)).toEqual([]);
});

/** Issue slots of the main loop for each of its products on 4096³, or 3 × 3 over 64 channels, at most: what nvcc 13.0 makes of it today. */
const slotsOfProduct: Readonly<Record<string, number>> = {
  'gemm/register-tile f32 FFMA': 1.15,
  'gemm/vectorized f32 FFMA': 1.12,
  'gemm/warp-tile f32 FFMA': 1.08,
  // The goal: 92 %.
  'gemm/warp-tile-pipelined f32 FFMA': 1 / 0.92,
  'gemm/warp-tile-pipelined-256x128 f32 FFMA': 1 / 0.92,
  'gemm/warp-tile-pipelined-128x64 f32 FFMA': 1.13,
  'gemm/warp-tile-pipelined-64x64 f32 FFMA': 1.14,
  'gemm/tensor-core tf32 HMMA': 4.9,
  'gemm/tensor-core f16 HMMA': 5.7,
  'gemm/tensor-core bf16 HMMA': 5.7,
  'gemm/mma tf32 HMMA': 4.8,
  'gemm/mma f16 HMMA': 1.9,
  'gemm/mma bf16 HMMA': 1.9,
  'gemm/mma-256x128 tf32 HMMA': 4.8,
  'gemm/mma-256x128 f16 HMMA': 1.9,
  'gemm/mma-256x128 bf16 HMMA': 1.9,
  'gemm/mma-128x128 tf32 HMMA': 4.9,
  'gemm/mma-128x128 f16 HMMA': 2,
  'gemm/mma-128x128 bf16 HMMA': 2,
  // The goal: 90 %.
  'conv2d/implicit-gemm-pipelined f32 FFMA': 1 / 0.9,
  'conv2d/implicit-gemm-pipelined-128x64 f32 FFMA': 1.18,
  'conv2d/implicit-gemm-pipelined-64x64 f32 FFMA': 1.2,
  'gemm/mma-tma f16 HMMA': 1.9,
  'gemm/mma-tma bf16 HMMA': 1.9,
  'gemm/mma-tma-128x128 tf32 HMMA': 7.8,
  'gemm/mma-tma-128x128 f16 HMMA': 2.2,
  'gemm/mma-tma-128x128 bf16 HMMA': 2.2,
  'conv2d/implicit-gemm-mma f16 HMMA': 2.2,
  'conv2d/implicit-gemm-mma bf16 HMMA': 2.2,
  'conv2d/implicit-gemm-mma-128x64 f16 HMMA': 2.6,
  'conv2d/implicit-gemm-mma-128x64 bf16 HMMA': 2.6,
  'gemm/wgmma f16 HGMMA': 20,
  'gemm/wgmma bf16 HGMMA': 20,
  'conv2d/implicit-gemm-wgmma bf16 HGMMA': 19,
  'conv2d/implicit-gemm-wgmma-128x128 bf16 HGMMA': 19,
  'conv2d/implicit-gemm-wgmma-128x64 bf16 HGMMA': 20.2,
  'gemm/wgmma-transposed tf32 HGMMA': 37,
  'gemm/wgmma-cluster bf16 HGMMA': 23,
  'gemm/wgmma-ping-pong bf16 HGMMA': 18,
  'gemm/wgmma-ping-pong-64x256 bf16 HGMMA': 23,
};

/** Whether a case is on 4096³, or 3 × 3 over 64 channels, and its main loop has a bound. */
function hasBound(one: KernelCase): boolean {
  const { operation, candidates, dataType } = one;
  const [variant] = candidates;
  const start = `${operation.name}/${variant!.name} ${dataType} `;
  return isMain(one) && Object.keys(slotsOfProduct).some((name) => name.startsWith(start));
}

test('main loops spend no more of their issue slots beside their products', ({ skip }) => {
  skip(disassembler === null, 'no nvdisasm on this machine');
  const found = bound.flatMap(({ variant, dataType, architecture, result }) => {
    const loop = result.ok ? (result.report?.mainLoop ?? null) : null;
    if (loop === null) return [];
    const most = slotsOfProduct[`${variant} ${dataType} ${loop.product}`];
    return most === undefined ? [] : [{ variant, dataType, architecture, most, ...loop }];
  });
  expect(found.length).toBeGreaterThanOrEqual(Object.keys(slotsOfProduct).length);
  expect(found.filter(({ slots, products, most }) => slots / products > most)).toEqual([]);
});

test('mma spends at most 2.2 issue slots on a product, and spills nothing, on every GPU that has it', ({
  skip,
}) => {
  skip(disassembler === null, 'no nvdisasm on this machine');
  const read = common.map(({ variant, dataType, architecture, result }) => {
    if (!result.ok) throw new Error(result.reason);
    const { resources, report } = result;
    const loop = report?.mainLoop ?? null;
    return {
      name: `${variant} ${dataType} ${architecture}`,
      spills: resources.spillStoreBytes + resources.spillLoadBytes,
      // An old disassembler does not read what is newer.
      slots: loop && loop.slots / loop.products,
    };
  });
  // Three tiles on each, and two whose slices the copy engine brings, on the newest.
  expect(read).toHaveLength(3 * 6 + 2);
  expect(read.filter(({ spills }) => spills > 0)).toEqual([]);
  expect(read.filter(({ slots }) => slots !== null).length).toBeGreaterThanOrEqual(3 * 5);
  expect(read.filter(({ slots }) => slots !== null && slots > 2.2)).toEqual([]);
});

test('static shared memory stays within 48 KiB, dynamic within 227 KiB', () => {
  const staticBytes = builds.map(({ result }) => (result.ok ? result.resources.sharedBytes : 0));
  expect(Math.max(...staticBytes)).toBeLessThanOrEqual(48 * 1024);
  const dynamicBytes = builds.map(({ dynamicSharedBytes }) => dynamicSharedBytes);
  expect(Math.max(...dynamicBytes)).toBeLessThanOrEqual(227 * 1024);
});
