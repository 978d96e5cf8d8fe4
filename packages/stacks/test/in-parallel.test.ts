import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel } from '../src/in-parallel.ts';

test('results are in the order of the items, and no more run at once than allowed', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([30, 10, 20, 0], 2, async (milliseconds) => {
    most = Math.max(most, ++running);
    await delay(milliseconds);
    running--;
    return milliseconds * 2;
  });
  expect(results).toEqual([60, 20, 40, 0]);
  expect(most).toBe(2);
});
