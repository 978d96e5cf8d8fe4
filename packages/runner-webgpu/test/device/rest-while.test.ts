import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { restWhile } from '../../src/device/rest-while.ts';

const rest = () => sleep(0);

async function recordRests(work: Promise<unknown>, expectedMs = 0): Promise<number[]> {
  const rests: number[] = [];
  await restWhile(
    work,
    async (milliseconds) => {
      rests.push(milliseconds);
      await sleep(milliseconds);
    },
    expectedMs,
  );
  return rests;
}

test('hands on what the work resolves to, or why it failed', async () => {
  expect(await restWhile(sleep(5, 'done'), rest, 0)).toBe('done');
  await expect(restWhile(Promise.reject(new Error('lost')), rest, 0)).rejects.toThrow('lost');
});

test('rests longer the longer the work takes, up to a limit, and not at all for short work', async () => {
  const rests = await recordRests(sleep(60));
  expect(rests[0]).toBe(0);
  expect(Math.max(...rests)).toBeGreaterThan(1);
  expect(Math.max(...rests)).toBeLessThanOrEqual(10);
  expect(await recordRests(Promise.resolve())).toSatisfy((short: number[]) =>
    short.every((milliseconds) => milliseconds === 0),
  );
});

test('rests most of the expected time at once', async () => {
  const [first = 0, second = 0] = await recordRests(sleep(60), 50);
  expect(first).toBeCloseTo(47.5);
  expect(second).toBeLessThan(4);
});
