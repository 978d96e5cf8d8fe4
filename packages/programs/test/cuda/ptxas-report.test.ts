import { expect, it } from 'vitest';
import { parsePtxasReport } from '../../src/cuda/ptxas-report.ts';

// As nvcc 13.0.88 printed it; the second function is there to be told apart.
const log = `ptxas info    : 0 bytes gmem
ptxas info    : Compiling entry function 'kernel' for 'sm_80'
ptxas info    : Function properties for kernel
    40 bytes stack frame, 12 bytes spill stores, 16 bytes spill loads
ptxas info    : Used 255 registers, used 1 barriers, 40 bytes cumulative stack size, 29184 bytes smem, 396 bytes cmem[0]
ptxas info    : Compile time = 21.024 ms
ptxas info    : Compiling entry function 'kernel_2' for 'sm_80'
ptxas info    : Function properties for kernel_2
    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
ptxas info    : Used 8 registers, used 0 barriers`;

it('reads what a kernel takes', () => {
  expect(parsePtxasReport(log, 'kernel')).toEqual({
    registers: 255,
    sharedBytes: 29184,
    stackBytes: 40,
    spillStoreBytes: 12,
    spillLoadBytes: 16,
  });
});

it('reads nothing of shared memory as none', () => {
  expect(parsePtxasReport(log, 'kernel_2')).toMatchObject({ registers: 8, sharedBytes: 0 });
});

it('does not take one function for another', () => {
  expect(parsePtxasReport(log, 'kern')).toBeNull();
  expect(parsePtxasReport('', 'kernel')).toBeNull();
});
