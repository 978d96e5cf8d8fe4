// @module-tag machine
import { beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

/** Several slices, the first of them short; rows that begin on 16 bytes in each type. */
const caseOf = (dataType: string) => [`gemm/mma-128x128:m=33,n=72,k=200;${dataType}`];

test.each<[string, EmulationOptions]>([
  ['bf16', { order: 'forward' }],
  ['bf16', { order: 'reverse' }],
  ['tf32', { order: 'shuffled' }],
  ['f16', { architecture: 'sm_75' }],
])('products of %s are right: %j', async (dataType, options) => {
  expect(complaints(await emulate({ sanitizer: 'none', ...options }, caseOf(dataType)))).toEqual(
    [],
  );
});

const tile = 'cuda/mma-tile.cuh';
const kernel = 'gemm/mma/kernel.cu';

test.each<[string, string, Fault, string, EmulationOptions['order']?]>([
  ['exchanges rows of A', tile, ['lane % 16, 2 * step', '(lane ^ 1) % 16, 2 * step'], 'bf16'],
  [
    'exchanges the halves of A',
    tile,
    ['2 * step + lane / 16)', '2 * step + 1 - lane / 16)'],
    'tf32',
  ],
  ['does not turn B', tile, ['load_turned_matrices(both', 'load_matrices(both'], 'bf16'],
  [
    'reads a column too far',
    tile,
    ['(warp_column + lane / 4) *', '(warp_column + lane / 4 + 1) *'],
    'tf32',
  ],
  [
    'stores B as it lies and loads it exchanged',
    kernel,
    ['place_in_columns(b_row, b_chunk)', 'place_in_columns(0, b_chunk) + b_row * B_ROW_BYTES'],
    'bf16',
  ],
  [
    'stores A in another order',
    kernel,
    ['place_in_rows(a_row, a_chunk)', 'place_in_rows(a_row, a_chunk ^ 1)'],
    'f16',
  ],
  ['multiplies a step twice', tile, ['(step + 1) % STEPS', 'step'], 'bf16'],
  [
    'takes the next slice a chunk too far',
    kernel,
    ['a += products', 'a += products + CHUNK'],
    'bf16',
  ],
  ['takes the short slice for a whole one', kernel, ['(depth - 1) % BK + 1', 'BK'], 'bf16'],
  [
    'waits for a slice too few',
    tile,
    ['      await_copies<STAGES - 2>', '      await_copies<STAGES - 1>'],
    'bf16',
    'forward',
  ],
  ['never commits', tile, ['        commit_copies();', ''], 'bf16', 'forward'],
])('a kernel that %s is wrong', async (_, file, fault, dataType, order = 'shuffled') => {
  const root = await plant(file, ...fault);
  const [outcome] = await emulate({ sanitizer: 'none', order, root }, caseOf(dataType));
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});

test('K is split where C has few tiles and K is deep', async () => {
  const ids = ['gemm/mma-128x128:m=33,n=72,k=601;bf16', 'gemm/mma-128x128:m=5,n=70,k=600;f16'];
  expect(complaints(await emulate({ sanitizer: 'none', order: 'shuffled' }, ids))).toEqual([]);
});

test('convolutions in chunks of channels are right', async () => {
  const ids = [
    // Chunks that end inside a slice; padding, stride, and more filters than divide by a chunk.
    'conv2d/implicit-gemm-mma:n=2,c=40,h=6,w=7,k=76,r=3,s=2,stride=2x1,pad=1;bf16',
    'conv2d/implicit-gemm-mma-128x64:n=1,c=16,h=9,w=11,k=24,r=3,s=3,pad=1,groups=2,dilation=2;f16',
    // The input is the matrix of patches; sums that are split, of whole chunks and of others.
    'conv2d/implicit-gemm-mma-128x64:n=2,c=521,h=3,w=3,k=72,r=1,s=1;tf32',
    'conv2d/implicit-gemm-mma-128x64:n=1,c=144,h=4,w=4,k=33,r=2,s=2,pad=1;bf16',
  ];
  expect(complaints(await emulate({ sanitizer: 'none', order: 'reverse' }, ids))).toEqual([]);
});

test('a kernel that lacks a barrier is a race, though warps that keep step hide it', async () => {
  const root = await plant(tile, '      __syncthreads();\n      to', '      to');
  const [outcome] = await emulate({ sanitizer: 'thread', root }, caseOf('bf16'));
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome!]).join()).toMatch(/ThreadSanitizer: data race/);
});
