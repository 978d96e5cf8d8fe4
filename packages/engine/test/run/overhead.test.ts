// @module-tag machine
// @module-tag alone
import { expect, test } from 'vitest';
import { runFake } from '../fake/fake-stack.ts';

const flops = 2 * 12 * 10 * 8;

// Alone, as it really takes its time; again, as whatever else the machine does counts against it.
test(
  'the harness takes less than a tenth of the sampling of a 25 ms kernel',
  { retry: 4, timeout: 30_000 },
  async () => {
    const { byVariant } = await runFake({
      kernels: { naive: { flopsPerNs: flops / 25e6, busy: true } },
    });
    const naive = byVariant.naive;
    if (naive?.status !== 'ok') throw new Error('not ok');
    const deviceNs = naive.kernelNs.reduce((sum, time) => sum + time * naive.repetitions, 0);
    expect(deviceNs / naive.samplingNs).toBeGreaterThan(0.9);
    expect(deviceNs / naive.samplingNs).toBeLessThan(1.001);
  },
);

test(
  'verifying what was timed takes less than a fiftieth of the time of the run',
  { retry: 4, timeout: 30_000 },
  async () => {
    const from = performance.now();
    const { byVariant } = await runFake({
      kernels: { naive: { flopsPerNs: flops / 25e6, busy: true } },
    });
    const wallNs = (performance.now() - from) * 1e6;
    const naive = byVariant.naive;
    if (naive?.status !== 'ok') throw new Error('not ok');
    expect(naive.timedCheckNs).toBeGreaterThan(0);
    expect(naive.timedCheckNs! / wallNs).toBeLessThan(0.02);
  },
);
