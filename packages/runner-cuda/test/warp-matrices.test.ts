// @module-tag machine
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findHostCompiler } from '../emulation/host-compiler.ts';
import { buildOverShim } from './support/build-over-shim.ts';

const compiler = await findHostCompiler(10_000);
beforeEach(({ skip }) => {
  if ('missing' in compiler) skip(compiler.missing);
});

const dataTypes = ['f16', 'bf16', 'tf32'] as const;
let folder = '';

beforeAll(async () => {
  if ('missing' in compiler) return;
  folder = await mkdtemp(join(tmpdir(), 'stackbench-warp-'));
  const programs = dataTypes.map((name) => ({
    name,
    source: 'warp-matrices.cpp',
    macros: { [`DATA_TYPE_${name.toUpperCase()}`]: 1 },
  }));
  await buildOverShim(compiler, folder, programs);
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
