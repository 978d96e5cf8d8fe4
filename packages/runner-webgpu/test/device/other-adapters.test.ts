import { expect, test } from 'vitest';
import { otherAdapters } from '../../src/device/other-adapters.ts';

const offered = [
  { backend: 'd3d12', name: 'Big' },
  { backend: 'd3d12', name: 'Small' },
  { backend: 'vulkan', name: 'Big' },
  { backend: 'vulkan', name: 'Small' },
];
const others = (device: string, description: string, of = offered) =>
  otherAdapters({ device, description }, of);

test('GPUs beside the one in use are named once, however many ways lead to them', () => {
  expect(others('0x2684', 'Big')).toEqual(['Small']);
  expect(others('Small', '')).toEqual(['Big']);
  const named = [
    { backend: 'vulkan', name: 'NVIDIA RTX A2000 (12 GB)' },
    { backend: 'vulkan', name: 'Small' },
  ];
  expect(others('nvidia-rtx-a2000-12-gb-', 'driver 5', named)).toEqual(['Small']);
  const twins = [
    { backend: 'vulkan', name: 'Big' },
    { backend: 'vulkan', name: 'Big' },
  ];
  expect(others('', 'Big', twins)).toEqual(['Big']);
});

test('of one that is alone, or not among them, nothing is said', () => {
  expect(others('', 'Big', offered.slice(0, 1))).toBeUndefined();
  expect(others('', '')).toBeUndefined();
  expect(others('', 'Big', [])).toBeUndefined();
});
