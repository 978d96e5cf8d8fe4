// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { wgmmaKernels, wgmmaProblems } from './copy-engine-cases.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { emulateInOrders, orders } from './support/orders.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const timeout = 300_000;

/** One of them in every order at every problem, the others, which share its source, in one at each. */
const ordersOf = ({ variant, dataType }: (typeof wgmmaKernels)[number], at: number) =>
  variant === 'wgmma-128x128' && dataType === 'bf16' ? orders : [orders[at % orders.length]!];

let outcomes: Outcome[] = [];
beforeAll(async () => {
  if (missing !== null) return;
  outcomes = await emulateInOrders({ sanitizer: 'none', multiprocessors: 2 }, (order) =>
    wgmmaKernels.flatMap((kernel) =>
      wgmmaProblems
        .filter((_, at) => ordersOf(kernel, at).includes(order))
        .map((problem) => `gemm/${kernel.variant}:${problem};${kernel.dataType}`),
    ),
  );
}, 1_200_000);

test.each(wgmmaKernels)('$variant in $dataType is right in every order', (kernel) => {
  const { variant, dataType } = kernel;
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`gemm/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(
    wgmmaProblems.flatMap((_, at) => ordersOf(kernel, at)).length,
  );
});

const loop = 'cuda/wgmma-tile.cuh';
const header = 'cuda/hopper.cuh';
const stages = 'cuda/tma-stages.cuh';

/** What becomes of the kernel with a fault, on a tile whose slices need every stage more than once. One tile: K is not split. */
async function outcomeOf(file: string, fault: Fault, order: EmulationOptions['order']) {
  const root = await plant(file, ...fault);
  const ids = ['gemm/wgmma-128x128:m=72,n=72,k=584;bf16'];
  const [outcome] = await emulate(
    { sanitizer: 'none', order: order!, root, multiprocessors: 1 },
    ids,
  );
  return outcome!;
}

test.each<[string, string, Fault, EmulationOptions['order']?]>([
  // Copies come early, products late.
  ['waits for a group less', loop, ['await_products<1>', 'await_products<2>'], 'reverse'],
  [
    'exchanges the strides of B',
    loop,
    ['BK * 128, CORE_BYTES), step + p > 0', 'CORE_BYTES, BK * 128), step + p > 0'],
  ],
  ['exchanges the strides of A', loop, ['16, CORE_BYTES)', 'CORE_BYTES, 16)']],
  ['steps along K by the wrong bytes', loop, ['p * DEPTH * 2, 16', 'p * DEPTH * 4, 16']],
  [
    'adds to what the registers hold',
    loop,
    ['CORE_BYTES), step + p > 0);\n#endif', 'CORE_BYTES), 1);\n#endif'],
  ],
])('a kernel that %s is wrong', { timeout }, async (_, file, fault, order = 'forward') => {
  expect(await outcomeOf(file, fault, order)).toMatchObject({ status: 'wrong-result' });
});

test.each<[string, string, Fault, RegExp, EmulationOptions['order']?]>([
  [
    'shifts the stride from run to run',
    header,
    ['run_bytes >> 4) << 16', 'run_bytes >> 4) << 17'],
    /an access reaches beyond the block's dynamic shared memory/,
  ],
  [
    'names another swizzle',
    header,
    ['swizzle128 = 1', 'swizzle128 = 2'],
    /an access reaches beyond the block's dynamic shared memory/,
  ],
  [
    'never closes a group',
    loop,
    ['      close_products();\n', ''],
    /ends while its warpgroup's products are unfinished/,
    'reverse',
  ],
  [
    'releases the stage that is being multiplied',
    loop,
    ['slices.release(before);\n      before', 'slices.release(next.stage);\n      before'],
    /thread 0 of block 0 waits for .* 8 of 8 arrivals and 0 bytes are missing/,
    'reverse',
  ],
  [
    'takes its sums too early',
    loop,
    ['await_products<0>', 'await_products<1>'],
    /ends while its warpgroup's products are unfinished/,
    'reverse',
  ],
  // Copies come late, products early.
  [
    'waits for the phase before',
    loop,
    ['next.parity)', 'next.parity ^ 1)'],
    /a block ends while a box is on its way into its shared memory/,
  ],
  [
    'waits for twice the arrivals',
    stages,
    ['&empty[stage], CONSUMER_WARPS', '&empty[stage], 2 * CONSUMER_WARPS'],
    /thread 0 of block 0 waits for the end of a phase of parity 0 .* 8 of 16 arrivals and 0 bytes are missing/,
  ],
  [
    'waits for half the arrivals',
    stages,
    ['&empty[stage], CONSUMER_WARPS', '&empty[stage], CONSUMER_WARPS / 2'],
    /more arrive at a barrier than it was initialized for|waits for the end of a phase/,
  ],
  [
    'has its producer begin with the other parity',
    stages,
    ['parity ^ 1);\n        arrive', 'parity);\n        arrive'],
    /thread 0 of block 0 waits for the end of a phase of parity 0/,
  ],
  [
    'expects more bytes than come',
    stages,
    ['A_BYTES + B_BYTES);\n        slices', 'A_BYTES + B_BYTES + 16);\n        slices'],
    /thread 128 of block 0 waits for the end of a phase of parity 0 .* 0 of 1 arrivals and 16 bytes are missing \(and 255 more\)/,
  ],
  [
    'opens no products',
    loop,
    ['      open_products();\n', ''],
    /the first product of a warpgroup comes without a wgmma.fence/,
  ],
  [
    'does not tell the copy engine of its barriers',
    stages,
    ['    publish_barriers();\n', ''],
    /no fence followed its initialization/,
  ],
  [
    'multiplies with one warp less',
    loop,
    [
      '      open_products();\n',
      '      if (threadIdx.x >= 352) continue;\n      open_products();\n',
    ],
    /waits for|not all warps of a warpgroup take part/,
  ],
  [
    'takes more registers than there are',
    'gemm/wgmma/kernel.cu',
    ['give_registers<24>();\n', ''],
    /waits for 2304 registers, of which its block has \d+ left/,
  ],
  [
    'never waits for its products',
    loop,
    ['    await_products<0>();\n', ''],
    /ends while its warpgroup's products are unfinished/,
    'reverse',
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
