import { defaultTunables } from '@stackbench/model';
import { expect, test } from 'vitest';
import { decideWarmUp, sampleTargetNs } from '../../src/measurement/decide-warm-up.ts';
import type { TimedSample } from '../../src/measurement/take-samples.ts';

const targetNs = 1e6;
const decide = (...samples: TimedSample[]) => decideWarmUp(samples, targetNs, defaultTunables);
const timed = (repetitions: number, deviceNs: number, hostNs = deviceNs): TimedSample => ({
  repetitions,
  deviceNs,
  hostNs,
});

test('a sample is at least 1 ms and 200 quanta', () => {
  expect(sampleTargetNs({ name: 'x', quantumNs: 1 }, defaultTunables)).toBe(1e6);
  expect(sampleTargetNs({ name: 'x', quantumNs: 1e5 }, defaultTunables)).toBe(2e7);
});

test('two runs of a slow kernel that agree are warm-up enough', () => {
  expect(decide(timed(1, 5e6), timed(1, 5.05e6))).toEqual({
    do: 'finish',
    repetitions: 1,
    repetitionNs: 5.05e6,
  });
});

test('runs that disagree are followed by more, up to the limit of device time', () => {
  expect(decide(timed(1, 5e6), timed(1, 7e6))).toEqual({ do: 'sample', repetitions: 1 });
  expect(decide(timed(1, 5e8), timed(1, 7e8))).toMatchObject({ do: 'finish' });
});

test('short samples grow until they are long enough, with a reserve', () => {
  expect(decide(timed(1, 3e5))).toEqual({ do: 'sample', repetitions: 4 });
  expect(decide(timed(1, 1000))).toEqual({ do: 'sample', repetitions: 8 });
  expect(decide(timed(1200, 1.2e6), timed(1200, 1.2e6))).toMatchObject({ repetitions: 1100 });
});

test('a clock too coarse for one repetition is tried on more', () => {
  expect(decide(timed(1, 0, 30_000))).toEqual({ do: 'sample', repetitions: 8 });
});

test('a clock that stands still over long samples has failed', () => {
  const still = Array.from({ length: 5 }, () => timed(8, 0, 1e8));
  expect(decide(...still.slice(1))).toEqual({ do: 'sample', repetitions: 8 });
  expect(decide(...still)).toMatchObject({ do: 'fail' });
});

test('one sample without a time among good ones does not matter', () => {
  expect(decide(timed(1, 5e6), timed(1, -1, 5e6), timed(1, 5e6))).toMatchObject({ do: 'finish' });
});
