import { describe, expect, it } from 'vitest';
import { findOwner } from '../../src/owners/find-owner.ts';

const places = {
  own: ['/home/ada/envs/ml', '/usr'],
  others: ['/home/ada/envs/old'],
  toolkits: ['/usr/local/cuda-12.4'],
};

describe('findOwner', () => {
  it.each([
    ['/home/ada/envs/ml/lib/libcudart.so.12', 'environment'],
    ['/home/ada/envs/old/lib/libcudart.so.12', 'other-environment'],
    ['/home/ada/envs/ml-2/lib/libcudart.so.12', 'elsewhere'],
    // The base of a venv is /usr, and not all below it is the environment's.
    ['/usr/local/cuda-12.4/lib64/libcudart.so.12', 'toolkit'],
    ['/usr/lib/x86_64-linux-gnu/libcudnn.so.9', 'distribution'],
    ['/usr/lib/x86_64-linux-gnu/libcuda.so.580.65.06', 'driver'],
    ['/srv/lib/libcudnn.so.9', 'elsewhere'],
  ])('%s: %s', (file, owner) => {
    expect(findOwner(file, places)).toBe(owner);
  });
});
