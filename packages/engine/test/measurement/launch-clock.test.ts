import { median } from '@stackbench/statistics';
import { describe, expect, test } from 'vitest';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';
import { fakeDriver, runFake } from '../fake/fake-stack.ts';

const flops = 2 * 12 * 10 * 8;
const tunables = { minDeviceMs: 20, maxDeviceMs: 200 };

describe.concurrent("a device's clock", { timeout: 30_000 }, () => {
  test('that agrees with the host is used, and said to be', async () => {
    const { byVariant } = await runFake({ kernels: { naive: {} }, tunables });
    expect(byVariant.naive).toMatchObject({ status: 'ok', timedBy: 'device' });
    expect(byVariant.naive).not.toHaveProperty('clockProblem');
  });

  const wrong: NonNullable<FakeKernel['clock']>[] = [
    'still',
    'backwards',
    'begins-at-zero',
    'raw-ticks',
    'ten-times',
    'wrapped',
    'absurd',
  ];
  test.each(wrong)(
    "that is %s is not used: the host's takes its place, less its latency",
    async (clock) => {
      const { byVariant } = await runFake({
        kernels: { naive: { clock }, next: { clock } },
        tunables,
      });
      for (const outcome of [byVariant.naive, byVariant.next]) {
        if (outcome?.status !== 'ok') throw new Error(JSON.stringify(outcome));
        expect(outcome).toMatchObject({
          timedBy: 'host',
          clockProblem: expect.any(String) as string,
        });
        expect(median(outcome.kernelNs) / flops).toBeCloseTo(1, 2);
      }
    },
  );

  test('that a device does not have is not asked', async () => {
    const driver = fakeDriver({ naive: {} }, { describe: { isHost: true } });
    const { byVariant } = await runFake({ kernels: { naive: {} }, driver, tunables });
    if (byVariant.naive?.status !== 'ok') throw new Error(JSON.stringify(byVariant.naive));
    expect(byVariant.naive).toMatchObject({ timedBy: 'host' });
    expect(median(byVariant.naive.kernelNs) / flops).toBeCloseTo(1, 2);
  });
});

test('samples of a stopped process are dropped, and take none of the time of a case', async () => {
  const { byVariant } = await runFake({
    kernels: { naive: { stopsEvery: 37, flopsPerNs: flops / 2e6 }, next: {} },
    tunables: { minDeviceMs: 300, maxDeviceMs: 3000, sampleTimeoutMs: 600_000 },
  });
  const { naive } = byVariant;
  if (naive?.status !== 'ok') throw new Error(JSON.stringify(naive));
  expect(naive.dropped).toBeGreaterThan(1);
  expect(naive.kernelNs.length).toBeGreaterThan(100);
  expect(Math.max(...naive.kernelNs)).toBeLessThan(3e6);
  expect(byVariant.next?.status).toBe('ok');
});
