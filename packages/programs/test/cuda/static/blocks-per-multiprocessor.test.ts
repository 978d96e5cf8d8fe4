import { expect, test } from 'vitest';
import { blocksPerMultiprocessor } from '../../../src/cuda/static/blocks-per-multiprocessor.ts';

test.each([
  ['registers', 'sm_90a', { threads: 256, registers: 174, sharedBytes: 29_184 }, 1],
  ['registers, in units of a warp', 'sm_80', { threads: 128, registers: 250, sharedBytes: 0 }, 2],
  [
    'shared memory, with what each block costs',
    'sm_86',
    { threads: 64, registers: 32, sharedBytes: 49_152 },
    2,
  ],
  ['shared memory', 'sm_90a', { threads: 384, registers: 168, sharedBytes: 197_696 }, 1],
  ['warps', 'sm_89', { threads: 1024, registers: 32, sharedBytes: 0 }, 1],
  ['blocks', 'sm_75', { threads: 32, registers: 16, sharedBytes: 0 }, 16],
])('%s bound how many blocks %s holds', (_, architecture, needs, blocks) => {
  expect(blocksPerMultiprocessor(architecture, needs)).toBe(blocks);
});

test('nothing is told of an architecture that is not known', () => {
  const needs = { threads: 128, registers: 32, sharedBytes: 0 };
  expect(blocksPerMultiprocessor('sm_999', needs)).toBeNull();
});
