// @module-tag machine
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWorker, runTool, type WorkerCommand } from '@stackbench/workers';
import type { Outcome } from '@stackbench/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHolds, holdTunables } from '../../../runner-cuda/test/support/holds.ts';
import { runCases, type RunOptions } from '../../../runner-cuda/test/support/run-cases.ts';
import { directStack } from '../support/direct-stack.ts';
import { venv } from '../support/environments.ts';

const source = join(import.meta.dirname, '../../../runner-cuda/test/fake-gpu/libcuda.cpp');
const script = join(import.meta.dirname, '../fake-gpu/worker_on_fake_gpu.py');
const include = join(venv.prefix, 'lib/python3.11/site-packages/nvidia/cu13/include');

let folder = '';
let missing = venv.missing;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
  if (missing !== null) return;
  const args = ['-std=c++20', '-shared', '-fPIC', '-w', '-isystem', include, source];
  const built = await runTool('g++', [...args, '-o', join(folder, 'libcuda.so.1')], {
    timeoutMs: 60_000,
  });
  if (!built.ok) missing = `the fake driver needs g++ 12: ${built.stderr.slice(0, 200)}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function command(...more: string[]): WorkerCommand {
  const driver = join(folder, 'libcuda.so.1');
  return { file: venv.python, args: [script, '--driver', driver, ...more], replies: 'fd3' };
}

async function onFakeGpu(ids: readonly string[], ...more: string[]) {
  return runOn(command(...more), ids);
}

async function runOn(worker: WorkerCommand, ids: readonly string[], options: RunOptions = {}) {
  const told = await describeWorker(worker, { timeoutMs: 60_000 });
  if (!told.ok) throw new Error(told.reason);
  const { facts } = told.description;
  const stack = directStack(worker, {
    id: 'pytorch:fake-gpu',
    kind: 'pytorch',
    software: false,
    native: true,
    available: true,
    facts,
  });
  return { facts, outcomes: await runCases(stack, ids, options) };
}

/** The fake driver computes matrix products of f32, and of 16 bits through tensor maps, convolutions where these are of images. */
const ids = [
  'gemm/naive:m=17,n=33,k=7;f32',
  'gemm/vectorized:m=64,n=68,k=20;f32',
  'gemm/wgmma:m=128,n=128,k=64;f16',
  'gemm/wgmma:m=130,n=136,k=72;bf16',
  'conv2d/implicit-gemm-wgmma:n=2,c=8,h=11,w=7,k=12,r=3,s=2,stride=2x1,pad=1x2,dilation=1x2;f16',
  'gemm/library:m=65,n=63,k=33;f32',
  'conv2d/library:n=1,c=8,h=9,w=10,k=12,r=3,s=3,pad=1,groups=2;f32',
  'conv2d/library:n=2,c=3,h=5,w=13,k=33,r=3,s=3,layout=nchw;f32',
];

describe('the CUDA device of the worker, over a fake GPU', { timeout: 120_000 }, () => {
  it("compiles by NVRTC, launches through the driver, and replays torch's calls", async ({
    skip,
  }) => {
    skip(missing !== null, missing ?? '');
    const { facts, outcomes } = await onFakeGpu(ids);
    expect(facts).toMatchObject({
      device: 'Fake GPU',
      computeCapability: '9.0',
      nvrtcTarget: 'sm_90a',
      l2Bytes: 4096,
    });
    expect(Object.fromEntries(outcomes.map((each) => [each.case, reasonOf(each)]))).toEqual(
      Object.fromEntries(ids.map((id) => [id, 'ok'])),
    );
    expect(outcomes[0]).toMatchObject({
      notes: { compiler: 'NVRTC 13.2', target: 'sm_90a', registers: 32 },
    });
    // Inputs rotate over several sets, as on hardware.
    expect(outcomes[0]).toMatchObject({ caches: 'cold', bufferSets: expect.any(Number) as number });
    const convolution = outcomes.find(({ case: id }) => id.startsWith('conv2d/library'));
    expect(convolution).toMatchObject({ notes: { cudnnChoice: 'heuristics' } });
  });

  it('has cuDNN time its algorithms where a call is to be tuned, and says what it cannot have timed', async ({
    skip,
  }) => {
    skip(missing !== null, missing ?? '');
    const { outcomes } = await onFakeGpu([
      'conv2d/library-tuned:n=2,c=3,h=5,w=13,k=33,r=3,s=3,layout=nchw;f32',
      'gemm/library-tuned:m=8,n=8,k=8;f32',
    ]);
    expect(outcomes).toMatchObject([
      { status: 'ok', notes: { cudnnChoice: 'benchmark' } },
      {
        status: 'unsupported',
        reason: expect.stringContaining('torch times no algorithms of gemm') as string,
      },
    ]);
  });

  it('holds the device back for every sample, as the native worker does', async ({ skip }) => {
    skip(missing !== null, missing ?? '');
    const log = join(folder, 'holds');
    const worker = { ...command(), env: { FAKE_GPU_LOG: log } };
    const { outcomes } = await runOn(worker, ids.slice(0, 1), { tunables: holdTunables });
    const { held, asked } = await readHolds(log, outcomes[0]!);
    expect(held).toBe(asked);
  });

  it('launches one by one what cannot be recorded', async ({ skip }) => {
    skip(missing !== null, missing ?? '');
    const { outcomes } = await onFakeGpu(ids.slice(0, 2), '--no-graphs');
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });

  it('compiles for the closest older GPU where NVRTC does not know the newest', async ({
    skip,
  }) => {
    skip(missing !== null, missing ?? '');
    const told = await describeWorker(command('--capability', '12.7'), { timeoutMs: 60_000 });
    expect(told).toMatchObject({
      ok: true,
      description: { facts: { nvrtcTarget: 'compute_121' } },
    });
  });

  it('refuses what needs another GPU than the one that is there', async ({ skip }) => {
    skip(missing !== null, missing ?? '');
    const { outcomes } = await onFakeGpu(
      ['gemm/wgmma:m=128,n=128,k=64;f16'],
      '--capability',
      '8.0',
    );
    expect(outcomes).toMatchObject([
      { status: 'unsupported', reason: expect.stringMatching(/needs sm_90a.*sm_80/) as string },
    ]);
  });
});

function reasonOf(outcome: Outcome): string {
  return outcome.status === 'ok' ? 'ok' : outcome.reason;
}
