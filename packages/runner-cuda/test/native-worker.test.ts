// @module-tag machine
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Driver, WorkerCommand } from '@stackbench/workers';
import type { Outcome, Stack } from '@stackbench/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { kernelsRoot } from '@stackbench/programs';
import { buildNativeProgram } from '../src/native-program.ts';
import { createNativeRunner } from '../src/native-runner.ts';
import { buildFakeGpu } from './support/fake-gpu.ts';
import { temporaryFolder, writeTool } from '../../workers/test/support/fake-tree.ts';
import { readHolds, holdTunables } from './support/holds.ts';
import { runCases, type RunOptions } from './support/run-cases.ts';
import { missingToolkit, realTools } from './support/toolkits.ts';

const stack: Stack = {
  id: 'cuda:test',
  kind: 'cuda',
  software: false,
  native: true,
  available: true,
  facts: {},
};

/** Real nvcc, real cubins, the real worker; the driver under it is a fake without a GPU. */
describe('the native worker, on a fake driver', () => {
  // The one with the most libraries.
  const tools = realTools.find(({ toolkit }) => toolkit.cudnn !== null) ?? realTools[0];
  let folder: string;
  let command: WorkerCommand;

  beforeAll(async () => {
    if (tools === undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'stackbench-fake-gpu-'));
    command = await buildFakeGpu(tools, folder);
  });
  afterAll(async () => {
    if (tools !== undefined) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(({ skip }) => skip(missingToolkit !== null, missingToolkit ?? ''));

  const run = (
    ids: readonly string[],
    variables: Record<string, string> = {},
    args = command.args,
    options: RunOptions = {},
  ): Promise<Outcome[]> => {
    const cache = join(folder, 'cache');
    const build = { root: kernelsRoot, cache, tools: tools!, architecture: 'sm_90a' };
    const driver: Driver = {
      command: { ...command, args, env: { ...command.env, ...variables } },
      program: (request) => buildNativeProgram(build, request),
    };
    return runCases({ stack, driver }, ids, options);
  };

  it('fills, runs, replays and reads back: every gate passes on odd sizes', async () => {
    const [outcome] = await run(['gemm/naive:m=37,n=19,k=23;f32']);
    expect(outcome).toMatchObject({
      status: 'ok',
      verification: {
        gates: [
          { gate: 'exact', passed: true },
          { gate: 'random', passed: true },
          { gate: 'random', passed: true, timed: true },
        ],
      },
      caches: 'cold',
      notes: { registers: 32, dynamicSharedBytes: 0 },
    });
    expect(outcome?.status === 'ok' && outcome.buildNs).toBeGreaterThan(1e6);
    // 1 + ⌊3 · 4096 / bytes⌋, from the L2 that the device told.
    expect(outcome?.status === 'ok' && outcome.bufferSets).toBe(2);
    expect(outcome?.status === 'ok' && outcome.repetitions).toBeGreaterThan(1);
  });

  it('is what the runner starts where a GPU is found, and tells its facts', async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, 'sys/module/nvidia'), { recursive: true });
    await writeFile(join(root, 'sys/module/nvidia/version'), '580.65.06\n');
    await writeTool(join(root, 'bin/nvidia-smi'), "echo '580.65.06, NVIDIA H200, 9.0, 143771'");
    const { PATH } = process.env;
    const env = {
      PATH: `${join(root, 'bin')}:${PATH}`,
      CUDA_HOME: tools!.toolkit.prefix,
      HOME: root,
    };
    vi.stubEnv('LD_LIBRARY_PATH', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const runner = createNativeRunner({
      env,
      systemRoot: root,
      workingFolder: root,
      provideWorker: () =>
        Promise.resolve({ file: join(folder, 'worker'), helpers: join(folder, 'helpers.cubin') }),
    });
    const [found] = await runner.discover({ timeoutMs: 10_000 });
    expect(found?.stack).toMatchObject({
      available: true,
      facts: {
        gpu: 'NVIDIA H200',
        architecture: 'sm_90a',
        driverVersion: '580.65.06',
        // From the worker:
        l2Bytes: 4096,
        multiprocessors: 132,
        blockSharedBytes: 232_448,
        driverCudaVersion: '13.0',
      },
    });
    const outcomes = await runCases(found!, [
      'gemm/shared-tile:m=5,n=3,k=2;f32',
      'gemm/naive:m=8,n=8,k=8;tf32',
    ]);
    expect(outcomes).toMatchObject([
      { status: 'ok' },
      { status: 'unsupported', reason: 'naive has no CUDA source for tf32' },
    ]);
  });

  it('holds the device back for every sample, by what is to be submitted', async () => {
    const log = join(folder, 'holds');
    const ids = ['gemm/naive:m=17,n=33,k=7;f32'];
    const options = { tunables: holdTunables };
    const [outcome] = await run(ids, { FAKE_GPU_LOG: log }, command.args, options);
    const { held, asked } = await readHolds(log, outcome!);
    expect(held).toBe(asked);
  });

  it('gives wgmma its tensor maps and its shared memory', async () => {
    const outcomes = await run([
      'gemm/wgmma:m=37,n=24,k=40;bf16',
      'gemm/wgmma-128x128:m=130,n=136,k=72;f16',
      // Nothing is alike in width and height.
      'conv2d/implicit-gemm-wgmma:n=2,c=8,h=11,w=7,k=12,r=3,s=2,stride=2x1,pad=1x2,dilation=1x2;bf16',
    ]);
    expect(outcomes).toMatchObject([
      { status: 'ok', notes: { dynamicSharedBytes: 197_696 } },
      { status: 'ok', notes: { dynamicSharedBytes: 197_728 } },
      { status: 'ok', notes: { dynamicSharedBytes: 197_696 } },
    ]);
  });

  it('copies as the driver does, and what lies behind the end stays as it is', async () => {
    const outcomes = await run(['copy/library:n=12291;f32', 'copy/library:n=1027;bf16']);
    expect(outcomes).toMatchObject(
      outcomes.map(() => ({ status: 'ok', notes: { library: 'cuMemcpyDtoDAsync' } })),
    );
  });

  it('reads an output too large for the whole reference by its checksum', async () => {
    const [outcome] = await run(['gemm/naive:m=65,n=129,k=33;f32']);
    expect(outcome).toMatchObject({
      status: 'ok',
      verification: { gates: [{ gate: 'exact', passed: true }, {}, {}] },
    });
  });

  it('reports memory that does not suffice, and goes on', async () => {
    const outcomes = await run(['gemm/naive:m=512,n=512,k=16;f32', 'gemm/naive:m=8,n=8,k=8;f32'], {
      FAKE_GPU_MEMORY: '100000',
    });
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['ok', 'out-of-memory']);
  });

  it('is replaced after an error that loses the device', async () => {
    const outcomes = await run(['gemm/naive:m=8,n=8,k=8;f32', 'gemm/naive:m=9,n=9,k=9;f32'], {
      FAKE_GPU_CRASH_AT: '3',
    });
    // The counter begins anew with each worker.
    expect(outcomes.map(({ status }) => status)).toEqual(['crash', 'crash']);
    expect(outcomes[1]).toMatchObject({
      reason: expect.stringContaining('a fake error') as string,
    });
  });

  it('says which toolkit package is missing when a library is', async () => {
    const outcomes = await run(
      [
        'gemm/library:m=8,n=8,k=8;f32',
        'gemm/library-tuned:m=8,n=8,k=8;f32',
        'conv2d/library:n=1,c=4,h=8,w=8,k=4,r=3,s=3;f32',
      ],
      {},
      ['--helpers', join(folder, 'helpers.cubin')],
    );
    expect(outcomes).toMatchObject([
      { status: 'unsupported', reason: expect.stringContaining('cuBLAS was not found') as string },
      {
        status: 'unsupported',
        reason: expect.stringContaining('cuBLASLt was not found') as string,
      },
      { status: 'unsupported', reason: expect.stringContaining('cuDNN was not found') as string },
    ]);
  });

  it('calls cuBLAS as its own header has it, row-major and in honest f32', async ({ skip }) => {
    skip(tools?.toolkit.cublas === null, 'nvidia-cublas is not installed beside the toolkit');
    const [outcome] = await run(['gemm/library:m=37,n=19,k=23;f32']);
    expect(outcome).toMatchObject({
      status: 'ok',
      notes: { library: 'cuBLAS 13.10.0', computeType: 'CUBLAS_COMPUTE_32F' },
    });
  });

  it("times cuBLASLt's algorithms, and takes the fastest that sums in f32", async ({ skip }) => {
    skip(tools?.toolkit.cublasLt === null, 'nvidia-cublas is not installed beside the toolkit');
    const outcomes = await run([
      'gemm/library-tuned:m=37,n=19,k=23;f32',
      'gemm/library-tuned:m=37,n=19,k=23;f16',
      'gemm/library-tuned:m=37,n=19,k=23;tf32',
    ]);
    const inF32 = {
      status: 'ok',
      verification: { gates: [{ gate: 'exact', passed: true }, {}, { timed: true, passed: true }] },
      notes: {
        library: 'cuBLASLt 13.10.0',
        libraryFile: join(folder, 'libcublasLt.so.13'),
        computeType: 'CUBLAS_COMPUTE_32F',
        algorithmId: 13,
        tileId: 101,
        splitK: 102,
        stagesId: 106,
        innerShapeId: 7,
        workspaceBytes: 64 * 2 ** 20,
        // By TF32, or with sums in f16, it would be faster.
        forbidden: 1,
        candidates: {
          timed: 3,
          failed: 1,
          firstNs: greaterThan(3.9e6),
          fastestNs: lessThan(2e6),
        },
      },
    };
    expect(outcomes).toMatchObject([
      inF32,
      inF32,
      { notes: { computeType: 'CUBLAS_COMPUTE_32F_FAST_TF32', forbidden: 0 } },
    ]);
    expect(outcomes[0]).not.toHaveProperty('notes.clusterShapeId');
  });

  it('gives cuBLASLt the workspace that the device has', async ({ skip }) => {
    skip(tools?.toolkit.cublasLt === null, 'nvidia-cublas is not installed beside the toolkit');
    const [outcome] = await run(['gemm/library-tuned:m=8,n=8,k=8;f32'], {
      FAKE_GPU_MEMORY: String(20 * 2 ** 20),
    });
    expect(outcome).toMatchObject({ status: 'ok', notes: { workspaceBytes: 16 * 2 ** 20 } });
  });

  it("takes the first of cuDNN's engines that sums products and runs, as its callers get it", async ({
    skip,
  }) => {
    skip(tools?.toolkit.cudnn === null, 'nvidia-cudnn-cu13 is not installed beside the toolkit');
    const outcomes = await run(convolutions('library'));
    expect(outcomes).toMatchObject(
      outcomes.map(() => ({
        status: 'ok',
        notes: {
          library: expect.stringMatching(/^cuDNN 9\.\d+\.\d+$/) as string,
          libraryFile: join(folder, 'libcudnn.so.9'),
          engine: 'eng5_k2=4_k2=4',
          heuristics: 'A',
          tensorCores: false,
          workspaceBytes: 0,
          forbidden: 2,
          passedOver: 'eng7_k2=4_k2=4 (WINOGRAD), eng1_k2=4_k2=4 (TENSOR_CORE)',
          refused: 1,
        },
      })),
    );
  });

  it("times cuDNN's engines, those that run, and takes the fastest", async ({ skip }) => {
    skip(tools?.toolkit.cudnn === null, 'nvidia-cudnn-cu13 is not installed beside the toolkit');
    const outcomes = await run(convolutions('library-tuned'));
    expect(outcomes).toMatchObject(
      outcomes.map(() => ({
        status: 'ok',
        notes: {
          engine: 'eng9_k2=4_k2=4',
          workspaceBytes: 1024,
          forbidden: 2,
          // One cannot be built, one wants more memory than there is, one does not run.
          candidates: {
            timed: 3,
            failed: 3,
            firstNs: greaterThan(3.9e6),
            fastestNs: lessThan(2e6),
          },
        },
      })),
    );
  });

  it('says what cuDNN refuses, and in its words', async ({ skip }) => {
    skip(tools?.toolkit.cudnn === null, 'nvidia-cudnn-cu13 is not installed beside the toolkit');
    const [outcome] = await run(['conv2d/library:n=1,c=4,h=8,w=8,k=4,r=3,s=3;bf16']);
    expect(outcome).toMatchObject({
      status: 'unsupported',
      reason: expect.stringMatching(
        /^cuDNN 9\.\S+: describing a tensor failed: a fake error, of the fake\.$/,
      ) as string,
    });
  });
});

function convolutions(variant: string): string[] {
  return [
    `conv2d/${variant}:n=2,c=6,h=9,w=7,k=4,r=3,s=2,stride=2x1,pad=1x0,dilation=1x2,groups=2;f32`,
    `conv2d/${variant}:n=2,c=3,h=9,w=7,k=5,r=3,s=3,pad=1,layout=nchw;f32`,
  ];
}

function greaterThan(least: number) {
  return expect.toSatisfy((ns: number) => ns > least) as number;
}

function lessThan(most: number) {
  return expect.toSatisfy((ns: number) => ns < most) as number;
}
