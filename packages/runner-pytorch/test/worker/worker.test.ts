// @module-tag machine
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Program } from '@stackbench/model';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  startClient,
  type WorkerClient,
} from '../../../runner-webgpu/test/support/worker-client.ts';
import { workerCommand } from '../../src/worker-command.ts';
import { systemPython } from '../support/environments.ts';

/** C = A·B, or what a module of another kind makes of it. */
function program(size: number, module: Program['passes'][0]['module'] = library(size)): Program {
  const elements = size * size;
  return {
    dataType: 'f32',
    tensors: [
      { name: 'a', role: 'input', elements },
      { name: 'b', role: 'input', elements },
      { name: 'c', role: 'output', elements },
    ],
    passes: [
      {
        label: 'gemm',
        module,
        entry: '',
        grid: [1, 1, 1],
        block: [1, 1, 1],
        tensors: ['a', 'b', 'c'],
        scalars: [],
      },
    ],
  };
}

function library(size: number): Program['passes'][0]['module'] {
  return { kind: 'library', operation: 'gemm', problem: { m: size, n: size, k: size } };
}

const integers = { kind: 'integers' as const, range: 4, sparsity: 0, seed: 1 };

beforeEach(({ skip }) => skip(systemPython.missing !== null, systemPython.missing ?? ''));

let worker: WorkerClient;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
  if (systemPython.missing !== null) return;
  worker = await startClient(workerCommand(systemPython.python, process.env, 'cpu'));
});
afterAll(async () => {
  worker?.kill();
  await rm(folder, { recursive: true, force: true });
});

it('says of a case that memory does not hold that it is out of memory, and goes on', async () => {
  const huge = program(2 ** 24);
  expect(await worker.mustFail({ do: 'prepare', program: huge, bufferSets: 1 })).toMatchObject({
    status: 'out-of-memory',
    fatal: false,
  });
  await worker.must({ do: 'prepare', program: program(8), bufferSets: 1 });
});

it('leaves NaN in the output until something has computed it', async () => {
  await worker.must({ do: 'prepare', program: program(2), bufferSets: 1 });
  await worker.must({ do: 'fill', fill: integers });
  const before = new Float32Array(await worker.read({ kind: 'whole' }));
  expect([...before].every(Number.isNaN)).toBe(true);
  await worker.must({ do: 'sample', count: 1, repetitions: 1 });
  const after = new Float32Array(await worker.read({ kind: 'whole' }));
  expect([...after].every(Number.isInteger)).toBe(true);
});

it('rotates over its buffer sets, and reads the first', async () => {
  await worker.must({ do: 'prepare', program: program(3), bufferSets: 4 });
  await worker.must({ do: 'fill', fill: integers });
  await worker.must({ do: 'sample', count: 1, repetitions: 1 });
  const first = new Float32Array(await worker.read({ kind: 'whole' }));
  await worker.must({ do: 'sample', count: 2, repetitions: 5 });
  expect(new Float32Array(await worker.read({ kind: 'whole' }))).toEqual(first);
});

it('refuses what a CPU cannot compute, with the reason', async () => {
  const tf32 = { ...program(8), dataType: 'tf32' as const };
  expect(await worker.mustFail({ do: 'prepare', program: tf32, bufferSets: 1 })).toMatchObject({
    status: 'unsupported',
    message: expect.stringContaining("NVIDIA's tensor cores") as string,
  });
  const source = { kind: 'source' as const, language: 'cu' as const, file: 'x.cu', text: '' };
  const kernel = program(8, source);
  expect(await worker.mustFail({ do: 'prepare', program: kernel, bufferSets: 1 })).toMatchObject({
    status: 'unsupported',
    message: expect.stringContaining('this stack computes on the CPU') as string,
  });
});

it('says of torch before 2.0 that it has no compiler', async () => {
  const compiled = program(8, {
    ...library(8),
    kind: 'compiled',
  } as Program['passes'][0]['module']);
  expect(await worker.mustFail({ do: 'prepare', program: compiled, bufferSets: 1 })).toMatchObject({
    status: 'unsupported',
    message: expect.stringContaining('has no torch.compile') as string,
  });
});

it('survives requests that make no sense', async () => {
  await worker.must({ do: 'release' });
  expect(await worker.mustFail({ do: 'sample', count: 1, repetitions: 1 })).toMatchObject({
    status: 'crash',
    fatal: false,
    message: expect.stringContaining('nothing is prepared') as string,
  });
  await worker.must({ do: 'describe' });
});

it('replies on its own descriptor, whatever torch and Python print', async () => {
  const noisy = join(folder, 'sitecustomize.py');
  await writeFile(noisy, 'import sys\nprint("printed by the environment")\n');
  const { file, args } = workerCommand(systemPython.python, process.env, 'cpu');
  const env = { ...process.env, PYTHONPATH: folder };
  const client = await startClient({ file, args, env, replies: 'fd3' });
  await client.must({ do: 'describe' });
  expect(await client.end()).toBe(0);
});

it('is driven by hand on standard input and output', async () => {
  const output = join(folder, 'by-hand.bin');
  const requests = [
    { do: 'prepare', program: program(2), bufferSets: 1 },
    { do: 'fill', fill: integers },
    { do: 'sample', count: 1, repetitions: 1 },
    { do: 'read', output: 'c', selection: { kind: 'whole' }, file: output },
  ];
  const { file, args } = workerCommand(systemPython.python, process.env, 'cpu');
  const { stdout } = await runTool(file, args, {
    timeoutMs: 30_000,
    input: requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
  });
  const replies = stdout.trim().split('\n');
  expect(replies.map((line) => (JSON.parse(line) as { ok: boolean }).ok)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect((await readFile(output)).byteLength).toBe(16);
});
