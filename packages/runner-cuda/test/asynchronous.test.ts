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

const dataTypes = ['bf16', 'tf32'] as const;
let folder = '';

beforeAll(async () => {
  if ('missing' in compiler) return;
  folder = await mkdtemp(join(tmpdir(), 'stackbench-asynchronous-'));
  const programs = dataTypes.map((name) => ({
    name,
    source: 'asynchronous.cpp',
    macros: { [`DATA_TYPE_${name.toUpperCase()}`]: 1 },
  }));
  await buildOverShim(compiler, folder, programs);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (dataType: string, what: string, order: string) =>
  runTool(join(folder, dataType), [what, order], { timeoutMs: 60_000 });

test.each([
  ['boxes lie in the order of their swizzle, with zeros beyond the matrix', 'boxes'],
  ['pixels come along the width, the height and the images of their box', 'pixels'],
  ['pixels that no driver would describe are refused', 'pixel maps'],
  ['a stored box leaves out what lies beyond the matrix', 'stores'],
  ['operands lie as their descriptors say, and sums in the lanes that CUTLASS says', 'products'],
  ['operands without a swizzle lie in core matrices', 'plain products'],
  ['operands from registers lie in the lanes that CUTLASS says', 'fragments'],
  ['blocks of a cluster get each others boxes and arrivals', 'cluster'],
  ['the parity of a barrier tells its phases apart', 'turns'],
])('%s', async (_, what) => {
  const runs = dataTypes.flatMap((dataType) =>
    ['forward', 'reverse', 'shuffled'].map((order) => run(dataType, what, order)),
  );
  for (const ended of await Promise.all(runs)) {
    expect(ended).toMatchObject({ ok: true, stdout: '' });
  }
});

test.each([
  ['an arrival too many', 'arrives twice', 'more arrive at a barrier than it was initialized for'],
  ['a barrier that is none', 'never initialized', 'a barrier is used that is not initialized'],
  [
    'a phase that never ends',
    'waits forever',
    'waits for the end of a phase of parity 0 of the barrier at byte 0 of dynamic shared memory, where 2 of 3 arrivals and 48 bytes are missing (and 1 more)',
  ],
  ['a box that nobody waits for', 'lands too late', 'while a box is on its way'],
  ['a box off its boundary', 'lands off its boundary', 'a boundary of 128 bytes'],
  ['pixels from beside their box', 'begins beside its box', 'from beside their box on'],
  ['an offset of more than eight bits', 'is too far off', 'not within 0 and 255'],
  ['pixels of a matrix', 'takes pixels for a tile', 'other dimensions than its tensor map'],
  ['a store that nobody waits for', 'stores without waiting', 'has read what it is to store'],
  ['warps at two products', 'is ahead', 'the warps of a warpgroup multiply different matrices'],
  ['a warp that is not there', 'is alone', 'not all warps of a warpgroup take part'],
  ['an operand beyond shared memory', 'reads beyond', 'reaches beyond'],
  ['bits of a descriptor that mean nothing', 'has strange bits', 'bits set that mean nothing'],
  ['a block that is not there', 'has no such block', 'of a block that the cluster does not have'],
  ['a barrier of two sizes', 'comes for others', 'for different numbers of threads'],
])('%s is an error', async (_, what, message) => {
  const ended = await run('bf16', what, 'forward');
  expect(ended).toMatchObject({ ok: false });
  expect(ended.stderr).toContain(message);
});
