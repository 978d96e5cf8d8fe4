// @module-tag machine
import { beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const file = 'gemm/warp-tile-pipelined/kernel.cu';

/** Both parts of K have more slices than there are stages. */
const caseId = 'gemm/warp-tile-pipelined-64x64:m=66,n=68,k=516;f32';

test('a kernel without a race is right whenever its copies land', async () => {
  const runs = [{ sanitizer: 'thread' }, { sanitizer: 'thread', order: 'reverse' }] as const;
  const outcomes = await Promise.all(runs.map((options) => emulate(options, [caseId])));
  expect(complaints(outcomes.flat())).toEqual([]);
});

test.each<[string, string, Fault, NonNullable<EmulationOptions['order']>]>([
  [
    'waits for one group less',
    file,
    ['        await_copies<STAGES - 2>', '        await_copies<STAGES - 1>'],
    'forward',
  ],
  [
    'leaves out a commit',
    file,
    ['start_b(free_stage, BK);\n    commit_copies();', 'start_b(free_stage, BK);'],
    'forward',
  ],
  [
    'has no barrier in its main loop',
    file,
    ['        __syncthreads();\n        free_stage', '        free_stage'],
    'forward',
  ],
  [
    'fills the stage that is read',
    file,
    ['free_stage = stage + (b_place', 'free_stage = 0 * stage + (b_place'],
    'reverse',
  ],
  ['stores A where it is read', file, ['half ^= A_BYTES', 'half ^= 0'], 'reverse'],
  ['takes a short slice for a whole one', file, ['load_a(first)', 'load_a(BK)'], 'forward'],
  ['exchanges rows in one way and reads them in another', file, ['at * SWIZZLE', '0'], 'forward'],
  ['adds up all of K in each part', file, ['blockIdx.z * span;', '0;'], 'forward'],
  ['leaves out a part', 'split-k/sum-parts.cu', ['part = 0', 'part = 1'], 'forward'],
])('a kernel that %s is wrong', async (_, where, [from, to], order) => {
  const root = await plant(where, from, to);
  const [outcome] = await emulate({ root, order, sanitizer: 'none' }, [caseId]);
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});
