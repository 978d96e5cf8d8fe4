import { expect, test } from 'vitest';
import { launchOn } from '../../src/cuda/launch-on.ts';

const slice = 24 * 1024;
const pass = {
  grid: [1, 1, 1],
  constants: { BM: 128 },
  cuda: { dynamicSharedBytes: 0, stages: { most: 4, bytes: slice }, tensorMaps: {} },
} as const;
const target = (architecture: string, blockSharedBytes?: number) => ({
  architecture,
  because: '',
  blockSharedBytes,
});

test.each([
  ['sm_80', undefined, 4],
  ['sm_86', undefined, 4],
  ['sm_75', undefined, 2],
  // What the device tells counts: drivers and MIG may give less.
  ['sm_80', 3 * slice, 3],
  ['sm_999', undefined, 2],
  ['sm_999', 5 * slice, 4],
])('%s with %s bytes has room for %i slices', (architecture, bytes, count) => {
  expect(launchOn(pass, target(architecture, bytes))).toEqual({
    grid: [1, 1, 1],
    constants: { BM: 128, STAGES: count },
    cuda: { dynamicSharedBytes: count * slice, tensorMaps: {} },
  });
});

test('without a target there are as many as any device has room for', () => {
  expect(launchOn(pass, null)).toMatchObject({ constants: { STAGES: 2 } });
});

test('a device without room for two is told', () => {
  expect(launchOn(pass, target('sm_80', slice))).toEqual({
    unsupported: 'a block needs 49152 bytes of shared memory, and gets 24576 here',
  });
});

test('what asks for nothing is launched as it is', () => {
  const { grid, constants } = pass;
  expect(launchOn({ grid, constants }, target('sm_80'))).toEqual({ grid, constants });
});

test.each([
  [132, 132],
  // 57 clusters of two; one more would wait for a whole one to end.
  [115, 114],
  [1, 2],
  [1000, 200],
])('of clusters of two, %i multiprocessors start %i blocks', (multiprocessors, blocks) => {
  const cuda = { dynamicSharedBytes: 0, tensorMaps: {}, residentBlocks: 1, clusterBlocks: 2 };
  const asked = { grid: [200, 1, 1] as const, constants: {}, cuda };
  expect(launchOn(asked, { ...target('sm_90a'), multiprocessors })).toMatchObject({
    grid: [blocks, 1, 1],
  });
});
