import type { RunnableStack } from '@stackbench/workers';
import { expect, test } from 'vitest';
import { readCpuSet, stateDevice } from '../../src/index.ts';

const found: RunnableStack = {
  stack: {
    id: 'webgpu:dawn/swiftshader',
    kind: 'webgpu',
    software: true,
    native: false,
    available: true,
    facts: { vendor: 'google' },
  },
  driver: {
    command: { file: 'worker', args: [], replies: 'fd3' },
    program: () => Promise.reject(new Error('none')),
  },
};

test('a stack on the CPU states its processors, after a closer look, too', async () => {
  const closer = { ...found, driver: { ...found.driver, inspect: () => Promise.resolve(found) } };
  const stated = stateDevice(closer);
  expect(stated.stack.facts).toEqual({ vendor: 'google', cpus: readCpuSet() });
  const inspected = await stated.driver?.inspect?.({ timeoutMs: 1 });
  expect(inspected?.stack.facts).toEqual(stated.stack.facts);
});

test('what a runner knows of its GPU stands', () => {
  const facts = { gpuUuid: 'GPU-8932', pciBusId: '00000000:01:00.0' };
  const known = { ...found, stack: { ...found.stack, software: false, facts } };
  expect(stateDevice(known).stack.facts).toEqual(facts);
});

test('what cannot run states nothing', () => {
  const stack = { ...found.stack, available: false };
  expect(stateDevice({ stack, driver: null })).toEqual({ stack, driver: null });
});
