// @module-tag machine
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { type Fault, planted, plantText } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const source = await readFile(join(import.meta.dirname, 'async-copy/pipelined.cu'), 'utf8');

/** What becomes of the pipelined kernel, with a fault or without one. */
async function outcomeOf(options: EmulationOptions, fault?: Fault) {
  const text = fault === undefined ? source : planted(source, fault);
  const root = await plantText('gemm/shared-tile/kernel.cu', text);
  const [outcome] = await emulate({ sanitizer: 'none', ...options, root }, [
    'gemm/shared-tile:m=17,n=18,k=69;f32',
  ]);
  return outcome!;
}

test.each([
  { order: 'forward' },
  { order: 'reverse' },
  { order: 'shuffled' },
  { sanitizer: 'address' },
  { sanitizer: 'thread' },
] as const)('copies that are waited for are right: %j', async (options) => {
  expect(complaints([await outcomeOf(options)])).toEqual([]);
});

const barrier = '    __syncthreads();\n';
const next = '    start(step + STAGES - 1);\n';
const wait = '    await_copies<STAGES - 2>();\n';

test.each<[string, Fault, readonly NonNullable<EmulationOptions['order']>[]]>([
  ['waits for one group less', ['<STAGES - 2>', '<STAGES - 1>'], ['forward', 'shuffled']],
  ['never waits', [wait, ''], ['forward', 'shuffled']],
  ['never commits', ['    commit_copies();\n', ''], ['forward', 'shuffled']],
  ['has no barrier after the wait', [barrier, ''], ['forward', 'reverse', 'shuffled']],
  // Each thread sees its own copies, and late ones of others have not landed.
  ['waits after the barrier', [wait + barrier, barrier + wait], ['forward', 'shuffled']],
  // Late copies land after the barrier, when the stage is free.
  [
    'overwrites a stage that others still read',
    [barrier + next, next + barrier],
    ['reverse', 'shuffled'],
  ],
  ['fills the wrong stage', ['stage = step % STAGES', 'stage = (step + 1) % STAGES'], ['forward']],
  ['fills a stage too early', [next, next.replace('- 1', '')], ['forward']],
  ['takes what lies beyond an edge', ['is_there ? 4 : 0', '4'], ['forward']],
])('a kernel that %s is wrong', async (_, fault, orders) => {
  const outcomes = await Promise.all(orders.map((order) => outcomeOf({ order }, fault)));
  expect(outcomes.map(({ status }) => status)).toEqual(orders.map(() => 'wrong-result'));
});

test.each<[string, Fault, RegExp]>([
  [
    'copies to where its size does not divide',
    ['copy_async<4>(&a', 'copy_async<8>(&a'],
    /does not begin on a boundary of its own size/,
  ],
  ['copies more than the size', ['is_there ? 4 : 0', '5'], /reads more than it writes/],
])('a kernel that %s ends with the reason', async (_, fault, reason) => {
  const outcome = await outcomeOf({}, fault);
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome]).join()).toMatch(reason);
});

test('a kernel that is ordered by nothing is a race', async () => {
  const outcome = await outcomeOf({ sanitizer: 'thread' }, [barrier + next, next + barrier]);
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome]).join()).toMatch(/ThreadSanitizer: data race/);
});
