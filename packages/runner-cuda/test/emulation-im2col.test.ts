// @module-tag machine
// @module-tag matrix
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { takesAll } from '../../../kernels/test/support/matrix.ts';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { im2colKernels, im2colProblems } from './copy-engine-cases.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { emulateInOrders, orders } from './support/orders.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const timeout = 300_000;

/**
 * The narrowest in bf16 at every problem; the others, which share its source, at two of them, the other type at one. All of them
 * at all, in every order, in `pnpm test:matrix`.
 */
function casesOf({ variant, dataType }: (typeof im2colKernels)[number]) {
  const isNarrowest = variant === 'implicit-gemm-wgmma-128x64' && dataType === 'bf16';
  const first = im2colProblems.length - (dataType === 'bf16' ? 2 : 1);
  const problems = takesAll || isNarrowest ? im2colProblems : im2colProblems.slice(first);
  return problems.map((problem, at) => ({
    id: `conv2d/${variant}:${problem};${dataType}`,
    orders: takesAll ? orders : [orders[at % orders.length]!],
  }));
}

let outcomes: Outcome[] = [];
beforeAll(async () => {
  if (missing !== null) return;
  const cases = im2colKernels.flatMap(casesOf);
  // Two multiprocessors: several tiles a block, and sums of one tile in two parts.
  outcomes = await emulateInOrders({ sanitizer: 'none', multiprocessors: 2 }, (order) =>
    cases.filter((each) => each.orders.includes(order)).map(({ id }) => id),
  );
}, 1_200_000);

test.each(im2colKernels)('conv2d/$variant in $dataType is right at every edge', (kernel) => {
  const own = casesOf(kernel).flatMap(({ id, orders: inOrders }) => inOrders.map(() => id));
  const ended = outcomes.filter(({ case: id }) => own.includes(id));
  expect(complaints(ended)).toEqual([]);
  expect(ended.filter(({ status }) => status === 'ok')).toHaveLength(own.length);
});

const source = 'conv2d/implicit-gemm-wgmma/kernel.cu';
const shapes = 'cuda/convolution.cuh';
const loop = 'cuda/wgmma-tile.cuh';
const stages = 'cuda/tma-stages.cuh';

/** Nothing is alike in height and width; two images in one tile; channels of a slice and a part; more slices than stages. */
const telling = 'n=2,c=72,h=11,w=7,k=8,r=3,s=2,stride=2x1,pad=1x2,dilation=1x2';

/** What becomes of the kernel with a fault. One multiprocessor: sums are in one part; two: in two. */
async function outcomeOf(file: string, fault: Fault, order: EmulationOptions['order'], parts = 1) {
  const root = await plant(file, ...fault);
  const options = { sanitizer: 'none', order: order!, root, multiprocessors: parts } as const;
  const [outcome] = await emulate(
    options,
    [`conv2d/implicit-gemm-wgmma-128x64:${telling};bf16`],
    false,
  );
  return outcome!;
}

test.each<[string, string, Fault, EmulationOptions['order']?]>([
  [
    'exchanges the offsets of a place',
    source,
    ['s * of.dilation_w, r * of.dilation_h', 'r * of.dilation_h, s * of.dilation_w'],
  ],
  ['leaves out the dilation', source, ['s * of.dilation_w, r', 's, r']],
  ['takes the filters of another place', source, ['r * of.s + s,', 's * of.r + r,']],
  [
    'leaves out the last channels',
    source,
    ['if (channel < of.c) return', 'if (channel < of.c - 8) return'],
  ],
  ['stays in a row of the filter', source, ['      s = 0;\n      r++;', '      s = 0;']],
  ['begins with the second image', source, ['now.row / (of.p * of.q)', 'of.n - 1']],
  ['begins a column too late', shapes, ['number % of.q * of.stride_w - of.pad_w', '1 - of.pad_w']],
  [
    'steps along B by the wrong bytes',
    loop,
    [
      'multiply<0>(sum, a_rows_at, describe(b_rows + p * DEPTH * 2',
      'multiply<0>(sum, a_rows_at, describe(b_rows + p * DEPTH * 4',
    ],
  ],
  ['takes B for turned', loop, ['multiply<0>', 'multiply<1>']],
])('a kernel that %s is wrong', { timeout }, async (_, file, fault, order = 'forward') => {
  expect(await outcomeOf(file, fault, order)).toMatchObject({ status: 'wrong-result' });
});

test('a kernel that begins each part with the first product is wrong', { timeout }, async () => {
  const fault: Fault = ['now.first / slice_channels()', '0 / slice_channels()'];
  expect(await outcomeOf(source, fault, 'forward', 2)).toMatchObject({ status: 'wrong-result' });
});

test.each<[string, string, Fault, RegExp, EmulationOptions['order']?]>([
  [
    'exchanges the coordinates of a pixel',
    source,
    ['channel, left, top', 'channel, top, left'],
    /pixels are copied from beside their box on/,
  ],
  [
    'forgets the stride',
    shapes,
    ['number / of.q % of.p * of.stride_h - of.pad_h', 'number / of.q % of.p - of.pad_h - 1'],
    /pixels are copied from beside their box on/,
  ],
  [
    'expects fewer bytes than come',
    stages,
    ['A_BYTES + B_BYTES);\n        slices', 'A_BYTES + B_BYTES - 16);\n        slices'],
    /more bytes|waits for|on its way/,
  ],
  [
    'waits for the phase before',
    loop,
    ['next.parity)', 'next.parity ^ 1)'],
    /a box is on its way|waits for the end of a phase|more arrive at a barrier/,
  ],
  [
    'releases the stage that is being multiplied',
    loop,
    ['slices.release(before);\n      before', 'slices.release(next.stage);\n      before'],
    /thread 0 of block 0 waits for .* arrivals and 0 bytes are missing/,
    'reverse',
  ],
  [
    'does not bring the filters',
    source,
    ['copy_box(b, from.w, channel, r * of.s + s, filter, barrier);', ''],
    /0 of 1 arrivals and 8192 bytes are missing/,
  ],
])(
  'a kernel that %s ends with the reason',
  { timeout },
  async (_, file, fault, reason, order = 'forward') => {
    const outcome = await outcomeOf(file, fault, order);
    expect(outcome).toMatchObject({ status: 'crash' });
    expect(complaints([outcome]).join()).toMatch(reason);
  },
);
