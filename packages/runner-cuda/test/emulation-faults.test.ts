// @module-tag machine
// @module-tag long
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kernelsRoot } from '@stackbench/programs';
import { beforeEach, expect, test } from 'vitest';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { plant, planted, plantText } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const file = 'gemm/shared-tile/kernel.cu';
const caseOf = (problem: string) => [`gemm/shared-tile:${problem};f32`];

test('the sources as they are pass all that follows', async () => {
  const runs = (['none', 'address', 'thread'] as const).map((sanitizer) =>
    emulate({ sanitizer }, caseOf('m=17,n=18,k=21')),
  );
  expect(complaints((await Promise.all(runs)).flat())).toEqual([]);
});

test('kernels of one source in one worker have shared memory of their own', async () => {
  // Theirs has two sizes.
  const ids = ['warp-tile-pipelined-256x128', 'warp-tile-pipelined'].map(
    (variant) => `gemm/${variant}:m=67,n=66,k=37;f32`,
  );
  const outcomes = await emulate({}, ids);
  expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok']);
});

test('a kernel that lacks a barrier is wrong when threads take turns', async () => {
  const root = await plant(file, '    __syncthreads();\n#pragma unroll', '#pragma unroll');
  const [outcome] = await emulate({ root }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});

test('a kernel that has a race, and no wrong result, is found', async () => {
  // All threads write the same, and nothing orders them.
  const root = await plant(
    file,
    '    __syncthreads();\n#pragma unroll',
    '    __shared__ volatile float same;\n    same = 1.0f;\n    __syncthreads();\n#pragma unroll',
  );
  const ids = caseOf('m=17,n=18,k=21');
  expect(complaints(await emulate({ root }, ids))).toEqual([]);
  const [outcome] = await emulate({ root, sanitizer: 'thread' }, ids);
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome!]).join()).toMatch(/ThreadSanitizer: data race/);
});

test('a missing barrier that one problem hides is found at the ragged one', async () => {
  const root = await plant(file, '    __syncthreads();\n#pragma unroll', '#pragma unroll');
  // The one thread whose result counts happens to run last, when all has been staged.
  const [outcome] = await emulate({ root, order: 'reverse' }, caseOf('m=1,n=1,k=9'));
  expect(outcome).toMatchObject({
    status: 'wrong-result',
    reason: expect.stringMatching(/^At m=127,n=129,k=31: /),
  });
});

test('a kernel that lets some threads pass a barrier by ends with the reason', async () => {
  const root = await plant(
    file,
    '    __syncthreads();\n#pragma unroll',
    '    if (row < m) __syncthreads();\n#pragma unroll',
  );
  const [outcome] = await emulate({ root }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome!]).join()).toMatch(/a barrier is not reached by all threads/);
});

test('a kernel that declares shared memory in a template ends with the reason', async () => {
  const own = ['  __shared__ float a_slice[BM][BK];', '  __shared__ float b_slice[BK][BN];'];
  const source = await readFile(join(kernelsRoot, file), 'utf8');
  const called = planted(source, [
    own.join('\n'),
    '  float (*a_slice)[BK] = slice<0>();\n  float (*b_slice)[BN] = slice<1>();',
  ]);
  const template =
    'template <int>\n__device__ float (*slice())[BK] {\n  __shared__ float place[BM][BK];\n  return place;\n}\n';
  const root = await plantText(file, planted(called, ['extern "C"', `${template}extern "C"`]));
  const [outcome] = await emulate({ root }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome!]).join()).toMatch(/declares __shared__ memory in a template/);
});

test('a kernel that reads beyond a tensor is found, with its line', async () => {
  // What is read too much is multiplied with zero: the result is right.
  const root = await plant(file, 'k0 + x < k ?', 'k0 + x <= k ?');
  const [outcome] = await emulate({ root, sanitizer: 'address' }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'crash' });
  const said = complaints([outcome!]).join();
  expect(said).toMatch(/AddressSanitizer: heap-buffer-overflow/);
  expect(said).toMatch(/kernel\.cu:\d+/);
});

test('a kernel that reads beyond an array in shared memory is found', async () => {
  const root = await plant(file, 'p < BK; p++', 'p <= BK; p++');
  const [outcome] = await emulate({ root, sanitizer: 'address' }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome!]).join()).toMatch(/index 16 out of bounds/);
});

test('a kernel that has a wrong edge is wrong', async () => {
  const root = await plant(file, 'k0 + x < k ?', 'k0 + x < k - 1 ?');
  const [outcome] = await emulate({ root }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});

test.each([
  [
    'skips what is computed already',
    'wrong-result',
    '  float sum = 0;',
    '  if (c[(long long)row * n + column] == c[(long long)row * n + column]) return;\n  float sum = 0;',
  ],
  [
    'adds to what the output holds',
    'wrong-result',
    '  c[(long long)row * n + column] = to_real(sum);',
    '  const float held = to_float(c[(long long)row * n + column]);\n' +
      '  c[(long long)row * n + column] = to_real(held == held ? sum + held : sum);',
  ],
  [
    'writes behind the end of its output',
    // The sanitizer is there before the guard is looked at.
    'crash',
    '  c[(long long)row * n + column] = to_real(sum);',
    '  c[(long long)row * n + column] = to_real(sum);\n  if (row + column == 0) c[(long long)m * n] = to_real(1);',
  ],
])('a kernel that %s is found', async (_, status, from, to) => {
  const root = await plant('gemm/naive/kernel.cu', from, to);
  const [outcome] = await emulate({ root }, ['gemm/naive:m=17,n=18,k=21;f32']);
  expect(outcome).toMatchObject({ status });
});

test('a kernel that reads a vector off its boundary is found', async () => {
  // Rows of 5 elements do not begin on a vector's boundary.
  const root = await plant('gemm/vectorized/kernel.cu', 'load_edge4<A4>', 'load_edge4<true>');
  const ids = ['gemm/vectorized:m=9,n=8,k=5;f32'];
  const [outcome] = await emulate({ root, sanitizer: 'address' }, ids);
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome!]).join()).toMatch(/misaligned address|heap-buffer-overflow/);
});

test("a source that does not compile is told with the compiler's message", async () => {
  const root = await plant(file, 'float sum = 0;', 'float sum = nothing;');
  const [outcome] = await emulate({ root }, caseOf('m=17,n=18,k=21'));
  expect(outcome).toMatchObject({ status: 'compile-error' });
  expect(complaints([outcome!]).join()).toMatch(/shared-tile\/kernel\.cu:\d+.*nothing/s);
});

test('instructions that the emulated architecture does not have are refused', async () => {
  const ids = ['gemm/wgmma:m=128,n=256,k=64;bf16'];
  const [outcome] = await emulate({ architecture: 'sm_80' }, ids);
  expect(outcome).toMatchObject({ status: 'unsupported' });
  expect(outcome).toHaveProperty(
    'reason',
    expect.stringContaining('needs sm_90a; what is emulated is sm_80'),
  );
});

test.each([
  ['leaves out its last elements', 'wrong-result', 'j < n; j++', 'j < n - 1; j++'],
  // The sanitizer is there before the guard is looked at.
  ['goes on past its end', 'crash', 'j < n; j++', 'j <= n; j++'],
  ['takes the wrong vectors', 'wrong-result', 'y + 4LL * at', 'y + 4LL * (at - at % 2)'],
] as const)('a copy that %s is found', async (_, status, from, to) => {
  const root = await plant('copy/vectorized/kernel.cu', from, to);
  const [outcome] = await emulate({ root }, ['copy/vectorized:n=12291;f16']);
  expect(outcome).toMatchObject({ status });
});

test.each([
  [
    'leaves out the last column of a sum',
    'j < columns; j += THREADS) partial',
    'j < columns - 1; j += THREADS) partial',
  ],
  ['does not scale a sum down', 'a.sum * expf(a.largest - largest)', 'a.sum'],
  ['takes the maximum of half of the threads', 'half = THREADS / 2', 'half = THREADS / 4'],
  [
    'reads the row before',
    'x + (long long)row * columns',
    'x + (long long)(row > 0 ? row - 1 : row) * columns',
  ],
  ['does not divide by the sum', ' / all.sum', ''],
] as const)('a softmax that %s is wrong', async (_, from, to) => {
  const root = await plant('softmax/online/kernel.cu', from, to);
  const [outcome] = await emulate({ root }, ['softmax/online:rows=3,columns=1003;f16']);
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});

const groupedDevice = { sanitizer: 'none', order: 'shuffled' } as const;
const inGroups = ['conv2d/grouped-2x4:n=1,c=80,h=5,w=9,k=84,r=3,s=3,pad=1,groups=2;f32'];

test('a convolution in groups is right where nothing is planted', async () => {
  expect(complaints(await emulate(groupedDevice, inGroups, false))).toEqual([]);
});

test.each([
  ['takes three of four channels', 'channel < 4', 'channel < 3'],
  ["takes the first group's channels", 'computes ? number : 0, group', 'computes ? number : 0, 0'],
  ['takes the first channels again', 'of.c, first + four)', 'of.c, four)'],
  [
    'has filters that are still the last ones',
    'first + four);\n    }\n    __syncthreads();',
    'first + four);\n    }',
  ],
  ['goes past the filters of a group', '% group_columns * TN + f', '* TN + f'],
] as const)('a convolution that %s is wrong', async (_, from, to) => {
  const root = await plant('conv2d/grouped/kernel.cu', from, to);
  const [outcome] = await emulate({ ...groupedDevice, root }, inGroups, false);
  expect(outcome).toMatchObject({ status: 'wrong-result' });
});
