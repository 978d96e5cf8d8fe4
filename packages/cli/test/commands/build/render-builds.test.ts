import { createPaint } from '@stackbench/report';
import type { CompilerBuild, KernelBuild, PassCount } from '@stackbench/programs';
import { describe, expect, test } from 'vitest';
import { renderBuilds } from '../../../src/commands/build/render-builds.ts';

const resources = {
  registers: 40,
  sharedBytes: 2048,
  stackBytes: 0,
  spillStoreBytes: 0,
  spillLoadBytes: 0,
};
const built = { ok: true as const, resources, buildNs: 1, cached: false };
const kernel: KernelBuild = {
  variant: 'gemm/naive',
  pass: 'gemm',
  dataType: 'f32',
  architecture: 'sm_80',
  constants: {},
  threads: 256,
  dynamicSharedBytes: 0,
  result: built,
};
const passes = (needed: number, fewest: number): PassCount => ({ needed, fewest, worst: 2 });
const counted = (loads: PassCount | null, stores: PassCount): KernelBuild => {
  const report = { blocksPerMultiprocessor: 2, mainLoop: null, peakShare: null };
  return {
    ...kernel,
    result: { ...built, report: { ...report, sharedPasses: { loads, stores } } },
  };
};
const render = (kernels: readonly KernelBuild[], more: Partial<CompilerBuild> = {}) =>
  renderBuilds(
    [{ id: 'cuda:13.0@/x', compiler: 'nvcc 13.0.88', kernels, workers: [], problems: [], ...more }],
    80,
    createPaint(false),
  );

describe('the table of builds', () => {
  test('shows the most that any build of a variant takes', () => {
    const larger = { ...resources, registers: 64, spillStoreBytes: 4, spillLoadBytes: 8 };
    const text = render([kernel, { ...kernel, result: { ...built, resources: larger } }]);
    expect(text).toMatch(/gemm\/naive f32 +64 +2048 +12\n/);
    expect(text).toContain('2 builds (0 kept from before), 1 spilling');
  });

  test('adds the shared memory of the launch', () => {
    expect(render([{ ...kernel, dynamicSharedBytes: 1000 }])).toMatch(/f32 +40 +3048 +0\n/);
  });

  test('with a report, shows the fewest blocks and the least share of products', () => {
    const reported = (
      slots: number,
      blocksPerMultiprocessor: number | null,
      peakShare: number,
    ): KernelBuild => {
      const mainLoop = { product: 'FFMA', instruction: 'FFMA', products: 256, slots };
      const report = { blocksPerMultiprocessor, mainLoop, peakShare, sharedPasses: null };
      return { ...kernel, result: { ...built, report } };
    };
    expect(render([reported(273, 3, 0.938), reported(300, 2, 0.853)])).toMatch(
      /shared +blocks +passes +main loop +bound\n +gemm\/naive f32 +40 +2048 +2 +– +85 % FFMA +85 %\n/,
    );
    const unread = {
      blocksPerMultiprocessor: null,
      mainLoop: null,
      peakShare: null,
      sharedPasses: null,
    };
    expect(render([{ ...kernel, result: { ...built, report: unread } }])).toMatch(
      /2048 +– +– +– +–\n/,
    );

    const spilling = { ...resources, spillStoreBytes: 4 };
    const report = { ...unread, blocksPerMultiprocessor: 2 };
    expect(render([{ ...kernel, result: { ...built, resources: spilling, report } }])).toMatch(
      /shared +spilled +blocks[^]* 2048 +4 +2 +–/,
    );
  });

  test('with a report, shows passes over shared memory by the fewest, of loads and of stores', () => {
    // One conflict in a thousand is not none.
    expect(
      render([counted(passes(8, 4), passes(1001, 1000)), counted(passes(3, 2), passes(1, 1))]),
    ).toMatch(/ 2 +2\.0\/1\.1 +– +–\n/);
    expect(render([counted(passes(0, 0), passes(2, 2))])).toMatch(/ 2 +–\/1\.0 /);
    expect(render([counted(null, passes(0, 0))])).toMatch(/ 2 +– +– +–\n/);
  });

  test('leaves a place empty where a variant is not for an architecture', () => {
    const text = render([
      kernel,
      { ...kernel, architecture: 'sm_90a' },
      { ...kernel, variant: 'gemm/wgmma', architecture: 'sm_90a' },
    ]);
    expect(text).toMatch(/gemm\/wgmma f32 +– +40 +2048 +0\n/);
  });

  test('puts architectures that do not fit beside each other below each other', () => {
    const names = ['sm_80', 'sm_86', 'sm_90'];
    const text = render(names.map((architecture) => ({ ...kernel, architecture })));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(/sm_80 +sm_86\n[^]*sm_90\n/);
    expect(text.match(/gemm\/naive f32/g)).toHaveLength(2);
  });

  test("shows a failure with nvcc's message, and says how many", () => {
    const reason = 'gemm/naive/kernel.cu(3): error: expected a ";"';
    const text = render([{ ...kernel, result: { ok: false, reason } }]);
    expect(text).toMatch(/gemm\/naive f32 +failed\n/);
    expect(text).toContain(`    ${reason}\n`);
    expect(text).toContain('1 failed');
  });

  test('says what to do where nothing can be built', () => {
    expect(renderBuilds([], 80, createPaint(false))).toContain('CUDA_HOME');
    const problem = { reason: 'gcc 99 is too new', fix: 'Install g++-15.' };
    expect(render([], { compiler: null, problems: [problem] })).toBe(
      'cuda:13.0@/x\n  gcc 99 is too new\n  fix: Install g++-15.\n',
    );
  });
});
