import type { DeviceState } from '@stackbench/stacks';
import { expect, it } from 'vitest';
import { chooseDevice } from '../../src/discover/choose-device.ts';

const gpu: DeviceState = {
  driverVersion: '580.65.06',
  gpu: { name: 'NVIDIA H100', computeCapability: '9.0', memoryMib: 81_559 },
  problem: null,
};
const none: DeviceState = {
  driverVersion: null,
  gpu: null,
  problem: { reason: 'No NVIDIA driver is loaded.', fix: 'Load it.' },
};

it('is the GPU where torch is built for it and a driver is loaded', () => {
  expect(chooseDevice({ cuda: '13.2' }, gpu, {})).toEqual({ device: 'cuda', reason: null });
  // Containers often lack nvidia-smi, which says nothing of torch.
  expect(chooseDevice({ cuda: '13.2' }, { ...gpu, gpu: null }, {}).device).toBe('cuda');
});

it('is the CPU where there is no driver, where all GPUs are hidden, or torch is built without CUDA', () => {
  expect(chooseDevice({ cuda: '13.2' }, none, {})).toEqual({
    device: 'cpu',
    reason: 'No NVIDIA driver is loaded.',
  });
  for (const CUDA_VISIBLE_DEVICES of ['', '-1']) {
    expect(chooseDevice({ cuda: '13.2' }, gpu, { CUDA_VISIBLE_DEVICES }).device).toBe('cpu');
  }
  expect(chooseDevice({ cuda: null }, gpu, {}).reason).toMatch(/built without CUDA/);
});
