import { expect, test } from 'vitest';
import { peakShareOf } from '../../../src/cuda/static/peak-share.ts';

const loop = (instruction: string, products: number, slots: number) => ({
  product: instruction.split('.')[0]!,
  instruction,
  products,
  slots,
});

test.each([
  // A slot each where a cycle has four of them.
  ['sm_90a', loop('FFMA', 92, 100), 0.92],
  ['sm_86', loop('FFMA.FTZ', 92, 100), 0.92],
  // Half of the slots would do.
  ['sm_80', loop('FFMA', 40, 100), 0.8],
  ['sm_80', loop('FFMA', 92, 100), 1],
  // 16 × 8 × 16 takes 8 cycles of a part on A100, and 4 on H100.
  ['sm_80', loop('HMMA.16816.F32.BF16', 1, 16), 0.5],
  ['sm_90', loop('HMMA.16816.F32', 1, 16), 0.25],
  ['sm_80', loop('HMMA.1684.F32.TF32', 1, 8), 0.5],
  ['sm_90a', loop('HMMA.1688.F32.TF32', 1, 8), 0.5],
  // 16 cycles of a part on the fastest GPUs of sm_120, in TF32 as well, of half the depth.
  ['sm_120a', loop('HMMA.16816.F32.BF16', 1, 32), 0.5],
  ['sm_121', loop('HMMA.1688.F32.TF32', 1, 32), 0.5],
  ['sm_120a', loop('HMMA.16816.F32', 1, 2), 1],
  // 64 × 256 × 16 takes 128 cycles.
  ['sm_90a', loop('HGMMA.64x256x16.F32.BF16', 8, 152), 1],
  ['sm_90a', loop('HGMMA.64x256x16.F32.BF16', 1, 256), 0.5],
])('on %s, %j reaches at most %d', (architecture, mainLoop, share) => {
  expect(peakShareOf(architecture, mainLoop)).toBeCloseTo(share, 9);
});

test.each([
  ['sm_86', 'HMMA.16816.F32'],
  ['sm_999', 'FFMA'],
  ['sm_90a', 'DFMA'],
])('on %s, the peak of %s is not known', (architecture, instruction) => {
  expect(peakShareOf(architecture, loop(instruction, 1, 2))).toBeNull();
});
