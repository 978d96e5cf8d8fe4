import { expect, test } from 'vitest';
import { deviceOf, overlap } from '../../src/device-lock/device.ts';

const cpu = (cpus?: string) =>
  deviceOf({ software: true, facts: cpus === undefined ? {} : { cpus } });
const gpu = (facts: Record<string, string>) => deviceOf({ software: false, facts });

const whole = gpu({ gpuUuid: 'GPU-8932', pciBusId: '00000000:C8:00.0' });
const part = (migUuid: string) =>
  gpu({ gpuUuid: 'GPU-8932', pciBusId: '00000000:C8:00.0', migUuid });

test.each([
  ['sets of processors that share one', cpu('0-3,8'), cpu('8-9'), true],
  ['sets that share none', cpu('0-3,8'), cpu('4-7,9'), false],
  ['processors that nobody tells, and any', cpu(), cpu('4'), true],
  ['a processor and a GPU', cpu('0'), whole, false],
  ['a GPU by its identity and by its address', whole, gpu({ pciBusId: '0000:c8:00.0' }), true],
  ['an address in another domain', whole, gpu({ pciBusId: '00000001:C8:00.0' }), false],
  ['two GPUs', whole, gpu({ gpuUuid: 'GPU-8932f' }), false],
  ['a GPU that nobody tells, and any', whole, gpu({}), true],
  ['an instance of a GPU and the whole', part('MIG-1'), whole, true],
  ['an instance by two names', part('MIG-1'), part('MIG-1'), true],
  ['two instances of a GPU', part('MIG-1'), part('MIG-2'), false],
])('of %s it is told whether they share something', (_, a, b, shared) => {
  expect(overlap(a, b)).toBe(shared);
  expect(overlap(b, a)).toBe(shared);
});
