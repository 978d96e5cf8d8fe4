// @module-tag machine
import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '@stackbench/kernels';
import { describeWorker, type Driver } from '@stackbench/workers';
import type { DataType, KernelPlan, ProgramRequest, Stack } from '@stackbench/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildAll } from '../../src/build/build-all.ts';
import { compileKernel } from '../../src/build/compile-kernel.ts';
import { compileWorker } from '../../src/build/compile-worker.ts';
import { kernelCasesOf, kernelsRoot } from '@stackbench/programs';
import { nativeCommand } from '../../src/native-command.ts';
import { buildNativeProgram } from '../../src/native-program.ts';
import { prebuildKernels } from '../../src/prebuild-kernels.ts';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';
import { runCases } from '../support/run-cases.ts';
import { missingToolkit, realTools } from '../support/toolkits.ts';

const [tools] = realTools;
const architecture = 'sm_90a';
const tiny = 'extern "C" __global__ void kernel(float* a) { a[threadIdx.x] = 1; }';

describe('a real nvcc', () => {
  beforeEach(({ skip }) => skip(missingToolkit !== null, missingToolkit ?? ''));

  it('compiles once; a damaged result is compiled again', async () => {
    const cache = await temporaryFolder();
    const compile = () => compileKernel(tools!, { text: tiny, architecture }, cache);
    const first = await compile();
    expect((await readFile(first.path)).subarray(1, 4).toString()).toBe('ELF');
    const { buildNs, recipe } = first;
    expect(await compile()).toMatchObject({ cached: true, buildNs, recipe });
    await truncate(first.path, 100);
    expect(await compile()).toMatchObject({ cached: false, path: first.path });
    expect((await readFile(first.path)).byteLength).toBeGreaterThan(100);
  });

  it('compiles apart for another architecture, and with another toolkit', async ({ skip }) => {
    const cache = await temporaryFolder();
    const { path, recipe } = await compileKernel(tools!, { text: tiny, architecture }, cache);
    const other = await compileKernel(tools!, { text: tiny, architecture: 'sm_80' }, cache);
    expect(other).toMatchObject({ cached: false });
    expect(other.path).not.toBe(path);
    expect(other.recipe).not.toBe(recipe);
    const edited = await compileKernel(tools!, { text: `${tiny}// faster`, architecture }, cache);
    expect(edited.recipe).not.toBe(recipe);
    skip(realTools.length < 2, 'only one CUDA Toolkit on this machine');
    const newer = await compileKernel(realTools[1]!, { text: tiny, architecture }, cache);
    expect(newer).toMatchObject({ cached: false });
    expect(newer.path).not.toBe(path);
  });

  it('compiles PTX for a GPU that is newer than it', async () => {
    const cache = await temporaryFolder();
    const source = { text: tiny, architecture: 'compute_90' };
    const { path } = await compileKernel(tools!, source, cache);
    expect(path).toMatch(/\.ptx$/);
    expect(await readFile(path, 'utf8')).toMatch(/^\.target sm_90$/m);
  });

  it('leaves sources and binaries where it is told to, with their lines', async () => {
    const catalog = await loadCatalog();
    const { operation, variants } = catalog.operations.get('gemm')!;
    const candidates = variants.filter(({ name }) => name === 'naive');
    const problem = operation.parseProblem('m=8,n=8,k=8');
    const keep = join(await temporaryFolder(), 'kept');
    const options = {
      root: catalog.root,
      cases: [{ operation, problem, dataType: 'f32' as const, candidates }],
      tools: tools!,
      architectures: ['sm_80'],
      cache: await temporaryFolder(),
      keep,
    };
    const [plain] = await buildAll(options);
    const [noted] = await buildAll({ ...options, lineInfo: true });
    // Another recipe, so neither is handed out for the other.
    expect([plain?.result, noted?.result]).toMatchObject([{ cached: false }, { cached: false }]);
    const names = (await readdir(keep)).toSorted();
    expect(names.filter((name) => name.endsWith('.cu'))).toHaveLength(2);
    expect(names[0]).toMatch(/^gemm-naive\.gemm\.f32\.sm_80\.[0-9a-f]{8}\.cu$/);
    const binaries = await Promise.all(
      names
        .filter((name) => name.endsWith('.cubin'))
        .map((name) => readFile(join(keep, name), 'latin1')),
    );
    expect(binaries.filter((text) => text.includes('.debug_line'))).toHaveLength(1);
  });

  it("makes a broken source a compile-error with nvcc's own file and line", async () => {
    const root = await temporaryFolder();
    const cache = await temporaryFolder();
    await cp(kernelsRoot, root, {
      recursive: true,
      filter: (name) => !name.includes('node_modules') && !name.endsWith('.ts'),
    });
    const file = join(root, 'gemm/naive/kernel.cu');
    const source = await readFile(file, 'utf8');
    const lines = source.split('\n');
    const at = lines.findIndex((line) => line.includes('extern "C"'));
    lines.splice(at, 0, 'int broken = nonsense;');
    await writeFile(file, lines.join('\n'));
    const driver: Driver = {
      // Never started: there is nothing to run.
      command: { file: '/bin/false', args: [], replies: 'fd3' },
      program: (request) =>
        buildNativeProgram({ root, cache, tools: tools!, architecture }, request),
    };
    const stack: Stack = {
      id: 'cuda:test',
      kind: 'cuda',
      software: false,
      native: true,
      available: true,
      facts: {},
    };
    const [outcome] = await runCases({ stack, driver }, ['gemm/naive:m=8,n=8,k=8;f32']);
    expect(outcome).toMatchObject({
      status: 'compile-error',
      reason: expect.stringMatching(
        new RegExp(`gemm/naive/kernel\\.cu\\(${at + 1}\\): error: identifier "nonsense"`),
      ) as string,
    });
  });

  it('builds ahead what cases will ask for, each distinct source once', async () => {
    const catalog = await loadCatalog();
    const { operation, variants } = catalog.operations.get('gemm')!;
    const request = (name: string, text: string, dataType: DataType): ProgramRequest => {
      const variant = variants.find((each) => each.name === name)!;
      const plan = variant.plan(operation.parseProblem(text), dataType) as KernelPlan;
      return { variant, plan, dataType, tensors: [] };
    };
    const build = {
      root: kernelsRoot,
      cache: await temporaryFolder(),
      tools: tools!,
      architecture: 'sm_80',
    };
    const requests = [
      request('naive', 'm=8,n=8,k=8', 'f32'),
      request('naive', 'm=9,n=9,k=9', 'f32'),
      request('shared-tile', 'm=8,n=8,k=8', 'f16'),
      // For another architecture, and without a source: both are passed over.
      request('wgmma', 'm=8,n=8,k=8', 'bf16'),
      request('library', 'm=8,n=8,k=8', 'f32'),
    ];
    const seen: string[] = [];
    const onProgress = (done: number, total: number) => void seen.push(`${done}/${total}`);
    await prebuildKernels(build, requests, { onProgress, signal: undefined });
    expect(seen.at(-1)).toBe('4/4');
    expect(await readdir(build.cache)).toHaveLength(2);
    seen.length = 0;
    await prebuildKernels(build, requests, { onProgress, signal: undefined });
    expect(seen).toEqual([]);
  });

  it('builds a worker that says plainly that there is no driver', async ({ skip }) => {
    const cache = await temporaryFolder();
    const worker = await compileWorker(tools!, architecture, cache);
    const command = nativeCommand(tools!.toolkit, worker);
    const described = await describeWorker(command, { timeoutMs: 10_000 });
    skip(described.ok, 'this machine has a GPU');
    expect(described).toMatchObject({
      reason: expect.stringMatching(
        /cudaErrorInsufficientDriver, error 35.*no NVIDIA driver.*Install or update/,
      ) as string,
    });
    const before = performance.now();
    expect(await compileWorker(tools!, architecture, cache)).toEqual(worker);
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('reports what each kernel of a suite takes; the second time nothing is built', async () => {
    const catalog = await loadCatalog();
    const suite = {
      name: 'tiny',
      title: '',
      entries: [{ operation: 'gemm', dataTypes: [], problems: [{ problem: 'm=64,n=64,k=64' }] }],
    };
    const variants = catalog.operations
      .get('gemm')!
      .variants.filter(({ name }) => ['naive', 'wgmma'].includes(name));
    const few = {
      ...catalog,
      operations: new Map([['gemm', { ...catalog.operations.get('gemm')!, variants }]]),
    };
    const cases = kernelCasesOf(few, suite);
    const cache = await temporaryFolder();
    const options = { root: catalog.root, cases, tools: tools!, cache };
    const builds = await buildAll({ ...options, architectures: ['sm_80', 'sm_90a'] });
    const names = builds.map((build) => `${build.variant} ${build.dataType} ${build.architecture}`);
    expect(names.toSorted()).toEqual([
      'gemm/naive bf16 sm_80',
      'gemm/naive bf16 sm_90a',
      'gemm/naive f16 sm_80',
      'gemm/naive f16 sm_90a',
      'gemm/naive f32 sm_80',
      'gemm/naive f32 sm_90a',
      'gemm/wgmma bf16 sm_90a',
      'gemm/wgmma f16 sm_90a',
    ]);
    for (const { result } of builds) {
      expect(result).toMatchObject({ ok: true, cached: false, resources: { spillStoreBytes: 0 } });
    }
    const again = await buildAll({ ...options, architectures: ['sm_80', 'sm_90a'] });
    expect(again.every(({ result }) => result.ok && result.cached)).toBe(true);
  });
});
