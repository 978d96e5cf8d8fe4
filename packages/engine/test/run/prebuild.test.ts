import { TimeoutError } from '@stackbench/model';
import { expect, test } from 'vitest';
import type { Driver } from '@stackbench/workers';
import { fakeDriver, runFake } from '../fake/fake-stack.ts';

const kernels = { naive: { flopsPerNs: 1 }, tiled: { flopsPerNs: 2 } };

test('a driver is asked to build ahead of the first case, in each round, for what is left', async () => {
  const asked: string[][] = [];
  const driver: Driver = {
    ...fakeDriver(kernels),
    prebuild: async (requests, { onProgress }) => {
      asked.push(requests.map(({ variant, dataType }) => `${variant.name} ${dataType}`));
      onProgress(1, 2);
    },
  };
  const { events, outcomes } = await runFake({ kernels, driver, rounds: 2 });
  expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(asked.map((names) => names.toSorted())).toEqual([
    ['naive f32', 'tiled f32'],
    ['naive f32', 'tiled f32'],
  ]);
  const order = events.map(({ type }) => type);
  expect(order.slice(0, 3)).toEqual(['launch-start', 'prebuild', 'case-start']);
});

test('a compiler that hangs is a timeout of its case, however it is asked', async () => {
  const driver: Driver = {
    ...fakeDriver(kernels),
    program: async (_, { timeoutMs } = {}) => {
      throw new TimeoutError(`nvcc did not answer within ${timeoutMs} ms.`);
    },
  };
  const { outcomes } = await runFake({ kernels, driver });
  const reason = 'nvcc did not answer within 300000 ms.';
  expect(outcomes).toMatchObject([
    { status: 'timeout', reason },
    { status: 'timeout', reason },
  ]);
});
