import { expect, test } from 'vitest';
import { adapterLabel, isSoftwareAdapter } from '../../src/device/adapter-facts.ts';

// What each implementation says of the same kind of adapter.
test.each([
  [
    {
      vendor: 'google',
      device: 'swiftshader-device-subzero-',
      description: 'SwiftShader driver 5.0.0',
    },
    'swiftshader',
    true,
  ],
  [
    { vendor: '6880', device: '49374', description: 'SwiftShader Device (Subzero)' },
    'swiftshader',
    true,
  ],
  [
    { vendor: '65541', device: '0', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
    'llvmpipe',
    true,
  ],
  [
    { vendor: 'nvidia', device: '0x2335', description: 'NVIDIA H200', adapterType: 'discrete GPU' },
    'nvidia-h200',
    false,
  ],
  [
    { vendor: 'nvidia', device: 'nvidia-h200', description: 'NVIDIA: 570.133.20' },
    'nvidia-h200',
    false,
  ],
  [
    { vendor: '4318', device: '9013', description: 'NVIDIA GeForce RTX 4090' },
    'nvidia-geforce-rtx-4090',
    false,
  ],
  [{ vendor: 'apple', architecture: 'metal-3' }, 'metal-3', false],
  [{ description: 'Some CPU Device', isFallbackAdapter: true }, 'some-cpu-device', true],
  [{}, 'adapter', false],
])('%j is called %s, software: %s', (facts, label, software) => {
  expect(adapterLabel(facts)).toBe(label);
  expect(isSoftwareAdapter(facts)).toBe(software);
});
