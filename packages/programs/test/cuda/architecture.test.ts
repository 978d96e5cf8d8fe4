import { expect, test } from 'vitest';
import {
  architectureOf,
  chooseTarget,
  isMadeByDriver,
  servesArchitecture,
} from '../../src/cuda/architecture.ts';

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

test.each([
  // CUDA 12.4 is older than an RTX 5090.
  ['12.0', '12.4', ['sm_80', 'sm_89', 'sm_90'], 'compute_90', true],
  ['12.0', '12.8', ['sm_80', 'sm_90', 'sm_120'], 'sm_120a', false],
  ['8.6', '11.0', ['sm_70', 'sm_80'], 'compute_80', true],
  // Dropped by newer toolkits: nothing serves.
  ['7.0', '13.0', ['sm_75', 'sm_80'], 'sm_70', false],
])(
  'a GPU of %s gets from CUDA %s, which knows %o, %s',
  (capability, version, known, target, byDriver) => {
    expect(chooseTarget(capability, { version, architectures: known })).toBe(target);
    expect(isMadeByDriver(target)).toBe(byDriver);
  },
);

test.each([
  ['sm_86', 'sm_80', true],
  ['sm_75', 'sm_80', false],
  ['sm_120a', 'sm_90a', false],
  ['sm_90a', 'sm_90a+', true],
  ['sm_120a', 'sm_90a+', true],
  // What CUDA 11.8 compiles for Hopper, which knows no copy engine; PTX for any GPU.
  ['sm_90', 'sm_90a+', false],
  ['compute_90', 'sm_90a+', false],
  ['sm_89', 'sm_90a+', false],
] as const)('%s has what %s has: %s', (architecture, needed, serves) => {
  expect(servesArchitecture(architecture, needed)).toBe(serves);
});
