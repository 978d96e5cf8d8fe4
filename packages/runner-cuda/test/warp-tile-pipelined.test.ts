// @module-tag machine
import { beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const tile = 'cuda/pipelined-tile.cuh';
const kernel = 'gemm/warp-tile-pipelined/kernel.cu';
const patches = 'cuda/gathered-patches.cuh';

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
    tile,
    ['        await_copies<STAGES - 2>', '        await_copies<STAGES - 1>'],
    'forward',
  ],
  ['leaves out a commit', tile, ['    commit_copies();\n#pragma', '#pragma'], 'forward'],
  ['has no barrier in its main loop', tile, ['        __syncthreads();\n', ''], 'forward'],
  ['fills the stage that is read', tile, ['b_free = b_slice;', 'b_free = 0;'], 'reverse'],
  ['stores A where it is read', tile, ['a_slice ^= A_BYTES', 'a_slice ^= 0'], 'reverse'],
  [
    'takes a short slice for a whole one',
    kernel,
    ['count = is_first ? first : BK;\n    const int present', 'count = BK;\n    const int present'],
    'forward',
  ],
  [
    'exchanges rows in one way and reads them in another',
    tile,
    ['at * SWIZZLE)) * 4', '0)) * 4'],
    'forward',
  ],
  ['adds up all of K in each part', 'cuda/tile-order.cuh', ['blockIdx.z * span;', '0;'], 'forward'],
  ['leaves out a part', 'split-k/sum-parts.cu', ['part = 0', 'part = 1'], 'forward'],
])('a kernel that %s is wrong', async (_, where, [from, to], order) => {
  const root = await plant(where, from, to);
  const [outcome] = await emulate({ root, order, sanitizer: 'none' }, [caseId]);
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});

/** Channels that are filled up, padding on each side, and two parts of more slices than there are stages. */
const convolution =
  'conv2d/implicit-gemm-pipelined-64x64:n=1,c=58,h=5,w=6,k=70,r=3,s=3,stride=2x1,pad=1;f32';

test(
  'convolutions without a race are right whenever their copies land',
  { timeout: 300_000 },
  async () => {
    const runs = [{ sanitizer: 'thread' }, { order: 'forward' }, { order: 'reverse' }] as const;
    const outcomes = await Promise.all(runs.map((options) => emulate(options, [convolution])));
    expect(complaints(outcomes.flat())).toEqual([]);
  },
);

test.each<[string, string, Fault]>([
  ['stays in a row of the filter', patches, ['        r++;\n', '']],
  ['takes the first channels again', patches, ['channel += PRODUCTS % CHANNELS;', '']],
  ['reads beside the image', patches, ['if (is_inside(from.left + s * of.dilation_w, of.w)) ', '']],
  ['goes on beyond the last product', patches, ['LENGTH % BK == 0 ||', 'true ||']],
  [
    'exchanges columns in one way and reads them in another',
    tile,
    ['at * SWIZZLE % COLUMNS_APART', '0'],
  ],
  [
    'begins each part with the first product',
    'conv2d/implicit-gemm-pipelined/kernel.cu',
    ['blockIdx.z * span;', '0;'],
  ],
  ['fills channels up with others', 'conv2d/pad-channels.cu', ['channels - first', 'CHUNK']],
  ['leaves out a part', 'split-k/sum-parts.cu', ['part = 0', 'part = 1']],
])('a convolution that %s is wrong', { timeout: 120_000 }, async (_, where, [from, to]) => {
  const root = await plant(where, from, to);
  const [outcome] = await emulate({ root, sanitizer: 'none' }, [convolution]);
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});
