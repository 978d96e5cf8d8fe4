// @module-tag machine
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelsRoot } from '@stackbench/programs';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findHostCompiler } from '../emulation/host-compiler.ts';
import { runCompiler } from '../src/build/nvcc.ts';

const compiler = await findHostCompiler(10_000);
beforeEach(({ skip }) => {
  if ('missing' in compiler) skip(compiler.missing);
});

const dataTypes = ['f16', 'bf16', 'tf32'] as const;
const emulation = join(import.meta.dirname, '..', 'emulation');
let folder = '';

beforeAll(async () => {
  if ('missing' in compiler) return;
  folder = await mkdtemp(join(tmpdir(), 'stackbench-warp-'));
  const compile = (args: readonly string[]) =>
    runCompiler(compiler.file, ['-std=c++20', '-O0', ...args], { cwd: folder });
  const parts = ['fibers', 'copies'];
  await Promise.all(
    parts.map((part) => compile(['-c', '-o', `${part}.o`, join(emulation, `${part}.cpp`)])),
  );
  await Promise.all(
    dataTypes.map((dataType) =>
      compile([
        `-DDATA_TYPE_${dataType.toUpperCase()}`,
        '-D__CUDA_ARCH__=800',
        ...[kernelsRoot, join(emulation, 'shim')].map((include) => `-I${include}`),
        '-o',
        dataType,
        join(import.meta.dirname, 'warp-matrices.cpp'),
        ...parts.map((part) => `${part}.o`),
      ]),
    ),
  );
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (dataType: string, what: string) =>
  runTool(join(folder, dataType), [what], { timeoutMs: 30_000 });

test.each(dataTypes)('elements of %s lie in the lanes that CUTLASS says', async (dataType) => {
  expect(await run(dataType, 'lanes')).toMatchObject({ ok: true, stdout: '' });
});

test.each([
  ['a lane that is not there', 'missing', 'a barrier is not reached by all threads'],
  ['lanes at two instructions', 'apart', 'not at the same matrix instruction'],
  ['a lane that is ahead', 'ahead', 'not at the same matrix instruction'],
  ['a row off its boundary', 'misaligned', 'a boundary of 16 bytes'],
  ['half a warp', 'half a warp', 'a warp of fewer than 32 threads'],
])('%s is an error', async (_, what, message) => {
  const ended = await run('bf16', what);
  expect(ended).toMatchObject({ ok: false });
  expect(ended.stderr).toContain(message);
});
