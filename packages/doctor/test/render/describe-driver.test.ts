import type { DriverLayer } from '@stackbench/model';
import { expect, test } from 'vitest';
import { describeDriver } from '../../src/index.ts';

const nothing: DriverLayer = {
  moduleVersion: null,
  libcuda: null,
  cudaCeiling: null,
  gpu: null,
  hardware: [],
  fabricManager: null,
  isWsl: false,
  problem: { reason: 'No NVIDIA driver is loaded.', fix: '' },
};

test('that there is none is said in plain words', () => {
  expect(describeDriver(nothing)).toBe('none: no program here computes on a GPU of NVIDIA');
});

test('an nvidia-smi that hangs or fails is no proof of that', () => {
  const reason =
    'Whether an NVIDIA driver is loaded is unknown: nvidia-smi did not answer within 10 s.';
  expect(describeDriver({ ...nothing, problem: { reason, fix: '' } })).toBe(
    `none found. ${reason}`,
  );
});
