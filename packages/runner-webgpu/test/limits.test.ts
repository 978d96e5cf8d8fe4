import { expect, test } from 'vitest';
import { findExceededLimit } from '../src/limits.ts';
import { idleProgram } from './support/programs.ts';

const facts = {
  limits: {
    maxStorageBufferBindingSize: 1000,
    maxBufferSize: 500,
    maxComputeWorkgroupsPerDimension: 10,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupSizeY: 256,
    maxComputeWorkgroupSizeZ: 64,
    maxStorageBuffersPerShaderStage: 3,
  },
};

function withPass(change: Partial<ReturnType<typeof idleProgram>['passes'][number]>) {
  const program = idleProgram(8);
  Object.assign(program.passes[0]!, change);
  return program;
}

test('a program within the limits exceeds none', () => {
  expect(findExceededLimit(withPass({ grid: [10, 10, 10] }), facts)).toBeNull();
});

test.each([
  [idleProgram(160), "the tensor 'c' (bytes) needs 896; the adapter's maxBufferSize is 500"],
  [
    idleProgram(2000),
    "the tensor 'c' (bytes) needs 8256; the adapter's maxStorageBufferBindingSize is 1000",
  ],
  [
    withPass({ grid: [1, 11, 1] }),
    "the pass 'test' (workgroups along y) needs 11; the adapter's maxComputeWorkgroupsPerDimension is 10",
  ],
  [
    withPass({ block: [1, 1, 65] }),
    "the pass 'test' (threads of a workgroup along z) needs 65; the adapter's maxComputeWorkgroupSizeZ is 64",
  ],
  [
    withPass({ block: [32, 32, 1] }),
    "the pass 'test' (threads of a workgroup) needs 1024; the adapter's maxComputeInvocationsPerWorkgroup is 256",
  ],
  [
    withPass({ tensors: ['a', 'b', 'c', 'c'] }),
    "the pass 'test' (tensors) needs 4; the adapter's maxStorageBuffersPerShaderStage is 3",
  ],
])('an exceeded limit is named with both numbers (%#)', (program, message) => {
  expect(findExceededLimit(program, facts)).toBe(message);
});
