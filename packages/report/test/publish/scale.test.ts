import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

/**
 * The limits that a publication of 100,000 outcomes must keep, in a thread whose heap is bounded.
 * Making the run is not counted, its memory is.
 */
it('publishes 100,000 outcomes in 10 s and 1 GiB', async () => {
  const worker = new Worker(new URL('./publish-at-scale.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  const measured = await new Promise<{ ms: number; bytes: number; outcomes: number }>(
    (resolve, reject) => worker.once('message', resolve).once('error', reject),
  );
  expect(measured.outcomes).toBe(100_000);
  expect(measured.ms).toBeLessThan(10_000);
  expect(measured.bytes).toBeLessThan(20e6);
}, 60_000);
