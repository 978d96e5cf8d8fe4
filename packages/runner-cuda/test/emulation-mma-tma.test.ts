// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { mmaTmaCases } from './copy-engine-cases.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { emulateInOrders, orders } from './support/orders.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const timeout = 300_000;
/** Blocks have several tiles each. */
const device = { sanitizer: 'none', multiprocessors: 2 } as const;

let outcomes: Outcome[] = [];
beforeAll(async () => {
  if (missing === null) outcomes = await emulateInOrders(device, () => mmaTmaCases);
}, 1_200_000);

test.each(mmaTmaCases)('%s is right in every order', (id) => {
  const own = outcomes.filter((outcome) => outcome.case === id);
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(orders.length);
});

const kernel = 'gemm/mma-tma/kernel.cu';
const stages = 'cuda/tma-stages.cuh';
const inOne = 'gemm/mma-tma-128x128:m=72,n=72,k=584;bf16';
/** Of whole slices alone: all of the last one counts. */
const inWhole = 'gemm/mma-tma-128x128:m=128,n=128,k=576;bf16';
const inTwo = 'gemm/mma-tma-128x128:m=385,n=136,k=136;bf16';
const inParts = 'gemm/mma-tma-128x128:m=8,n=72,k=520;bf16';
const inTf32 = 'gemm/mma-tma-128x128:m=72,n=72,k=292;tf32';

/** What becomes of a case with a fault in the kernel. One multiprocessor: K is split where there are two. */
async function outcomeOf(id: string, file: string, fault: Fault, order: EmulationOptions['order']) {
  const root = await plant(file, ...fault);
  const multiprocessors = id === inParts ? 2 : 1;
  const [outcome] = await emulate(
    { sanitizer: 'none', multiprocessors, order: order!, root },
    [id],
    false,
  );
  return outcome!;
}

test.each<[string, string, string, Fault, EmulationOptions['order']?]>([
  // Copies come early.
  [
    'leaves a stage before its last operands are read',
    inOne,
    kernel,
    [
      'load_step(part[(step + 1) % 2], step + 1);\n        } else if (left > 1) {\n          leave();',
      'if (step == 2 && left > 1) slices.release(next.stage);\n load_step(part[(step + 1) % 2], step + 1);\n } else if (left > 1) {\n next.advance();',
    ],
    'reverse',
  ],
  ['reads A where it lies unswizzled', inOne, kernel, ['at.a ^ step', 'at.a + step']],
  ['looks for its operands where they lie unswizzled', inOne, stages, ['/ 16 ^ row % 8', '/ 16']],
  ['reads both turns of B alike', inTf32, stages, ['lane % 2 ^ turn', 'lane % 2']],
  ['exchanges rows of B', inTf32, kernel, ['is_odd ? read[1] : read[0]', 'read[0]']],
  [
    'multiplies a step twice',
    inOne,
    kernel,
    ['part[(step + 1) % 2], step + 1)', 'part[(step + 1) % 2], step)'],
  ],
  [
    'puts results in the place of what others read',
    inWhole,
    kernel,
    ['      bar_sync(1, 32 * WARPS);\n', ''],
    'shuffled',
  ],
  [
    'adds up the same part of K again',
    inParts,
    stages,
    ['.first = result.part * span', '.first = 0'],
  ],
])('a kernel that %s is wrong', { timeout }, async (_, id, file, fault, order = 'forward') => {
  expect(await outcomeOf(id, file, fault, order)).toMatchObject({ status: 'wrong-result' });
});

test.each<[string, string, string, Fault, RegExp, EmulationOptions['order']?]>([
  [
    'waits for the phase before',
    inOne,
    kernel,
    ['next.parity);\n          load', 'next.parity ^ 1);\n          load'],
    /more arrive at a barrier|a box is on its way|waits for the end of a phase/,
  ],
  [
    'expects more bytes than come',
    inOne,
    stages,
    ['A_BYTES + B_BYTES);\n        slices', 'A_BYTES + B_BYTES + 16);\n        slices'],
    /0 of 1 arrivals and 16 bytes are missing/,
  ],
  [
    'frees another stage than it has multiplied',
    inOne,
    kernel,
    ['slices.release(next.stage)', 'slices.release(0)'],
    /arrivals and \d+ bytes are missing|more arrive/,
  ],
  [
    'has one warp free a stage for all',
    inOne,
    stages,
    ['&empty[stage], CONSUMER_WARPS', '&empty[stage], 1'],
    /more arrive at a barrier than it was initialized for|waits for the end of a phase/,
  ],
  [
    'keeps the stage of a tile that is done',
    inTwo,
    kernel,
    ['    }\n    leave();\n', '    }\n    next.advance();\n'],
    /arrivals and 0 bytes are missing/,
  ],
  [
    'does not tell the copy engine of its results',
    inTwo,
    kernel,
    ['      fence_proxy_async();\n', ''],
    /the copy engine writes where threads have written/,
  ],
])(
  'a kernel that %s ends with the reason',
  { timeout },
  async (_, id, file, fault, reason, order = 'forward') => {
    const outcome = await outcomeOf(id, file, fault, order);
    expect(outcome).toMatchObject({ status: 'crash' });
    expect(complaints([outcome]).join()).toMatch(reason);
  },
);
