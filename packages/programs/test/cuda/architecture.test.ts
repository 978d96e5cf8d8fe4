import { expect, test } from 'vitest';
import { architectureOf } from '../../src/cuda/architecture.ts';

test.each([
  ['8.6', '11.8', 'sm_86'],
  ['8.6', '13.0', 'sm_86'],
  // CUDA 11.8 compiles for Hopper, and knows no sm_90a.
  ['9.0', '11.8', 'sm_90'],
  ['9.0', '12.0', 'sm_90a'],
  ['12.0', '12.8', 'sm_120a'],
])('a GPU of %s is compiled for with CUDA %s as %s', (capability, compiler, architecture) => {
  expect(architectureOf(capability, compiler)).toBe(architecture);
});
