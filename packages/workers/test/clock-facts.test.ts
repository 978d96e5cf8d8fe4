import { expect, test } from 'vitest';
import { clockFacts } from '../src/clock-facts.ts';

test('a clock is told of by its name and step, and the host’s as what it is', () => {
  expect(clockFacts({ name: 'CUDA events', quantumNs: 1000 })).toEqual({
    clock: 'CUDA events',
    clockQuantumNs: 1000,
  });
  expect(clockFacts({ name: 'host', quantumNs: 5, isHost: true })['hostClock']).toBe(true);
});
