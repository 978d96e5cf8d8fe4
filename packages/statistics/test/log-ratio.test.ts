import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairedLogRatio, ratioInterval, unpairedLogRatio } from '../src/log-ratio.ts';

const time = fc.double({ min: 1, max: 1e9, noNaN: true });
// Below five launches none is odd, so that nothing jumps.
const pairs = fc.array(fc.record({ a: time, b: time }), { minLength: 2, maxLength: 4 });
const times = fc.array(time, { minLength: 2, maxLength: 12 });

test('a paired ratio and its interval are those of Student', () => {
  // d = ln 1.1, ln 1.2, ln 1.3: mean 0.180000, s 0.0835713, t(0.975, 2) = 4.302653.
  const logRatio = pairedLogRatio([
    { a: 10, b: 11 },
    { a: 100, b: 120 },
    { a: 1000, b: 1300 },
  ]);
  const differences = [Math.log(1.1), Math.log(1.2), Math.log(1.3)];
  const mean = (differences[0]! + differences[1]! + differences[2]!) / 3;
  const deviation = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 2);
  const halfWidth = (4.30265272974946 * deviation) / Math.sqrt(3);
  expect(logRatio.mean).toBeCloseTo(mean, 12);
  expect(logRatio.scatter?.degreesOfFreedom).toBe(2);
  const interval = ratioInterval(logRatio, 0.95);
  expect(interval?.low).toBeCloseTo(Math.exp(mean - halfWidth), 10);
  expect(interval?.high).toBeCloseTo(Math.exp(mean + halfWidth), 10);
});

test('two runs have the standard error of Welch, and of what is allowed for between runs', () => {
  // Logs 1…4 against 2, 4, 6, 8, 10: means 2.5 and 6; s² 5/3 and 10; s²/n 5/12 and 2.
  const a = [1, 2, 3, 4].map(Math.exp);
  const b = [2, 4, 6, 8, 10].map(Math.exp);
  const { mean, scatter, launches } = unpairedLogRatio([a], b);
  const sum = 29 / 12 + 2 * Math.log(1.02) ** 2;
  expect(mean).toBeCloseTo(3.5, 12);
  expect(scatter?.standardError).toBeCloseTo(Math.sqrt(sum), 12);
  expect(scatter?.degreesOfFreedom).toBeCloseTo(sum ** 2 / (25 / 144 / 3 + 1), 10);
  expect(launches).toBe(4);
});

test('three runs of a baseline tell themselves how much runs differ', () => {
  // Run means ln 1, ln 1.1, ln 1.2 before; s over them, √(1 + 1/3) for one run more, 2 degrees.
  const before = [1, 1.1, 1.2].map((each) => [each, each]);
  const { mean, scatter } = unpairedLogRatio(before, [1.3, 1.3]);
  const logs = [0, Math.log(1.1), Math.log(1.2)];
  const middle = (logs[1]! + logs[2]!) / 3;
  const variance = logs.reduce((total, log) => total + (log - middle) ** 2, 0) / 2;
  expect(mean).toBeCloseTo(Math.log(1.3) - middle, 12);
  expect(scatter?.standardError).toBeCloseTo(Math.sqrt((variance * 4) / 3), 12);
  expect(scatter?.degreesOfFreedom).toBe(2);
});

test('a single launch has a ratio but no interval', () => {
  const paired = pairedLogRatio([{ a: 10, b: 20 }]);
  expect(paired).toMatchObject({ scatter: null, launches: 1 });
  expect(paired.mean).toBeCloseTo(Math.LN2, 12);
  const unpaired = unpairedLogRatio([[10]], [20, 21]);
  expect(unpaired.scatter).toBeNull();
  expect(ratioInterval(unpaired, 0.95)).toBeNull();
});

test('launches that agree to the last step of the clock are known no better than that step', () => {
  const still = Array.from({ length: 3 }, () => ({ a: 1, b: 1.02 }));
  const { low, high } = ratioInterval(pairedLogRatio(still, 0.004), 0.95)!;
  expect(Math.log(low)).toBeLessThanOrEqual(Math.log(1.02) - 0.004);
  expect(Math.log(high)).toBeGreaterThanOrEqual(Math.log(1.02) + 0.004);
  const many = Array.from({ length: 100 }, () => ({ a: 1, b: 1.02 }));
  const narrow = ratioInterval(pairedLogRatio(many, 0.004), 0.95)!;
  expect(Math.log(narrow.high / narrow.low)).toBeCloseTo(2 * 0.004, 12);
});

test('launches that scatter by more than the step of the clock are not held back by it', () => {
  const scattered = [1, 1.1, 0.9, 1.05, 0.95].map((b) => ({ a: 1, b }));
  expect(ratioInterval(pairedLogRatio(scattered, 0.001), 0.95)).toEqual(
    ratioInterval(pairedLogRatio(scattered), 0.95),
  );
});

test('one odd launch sets neither the estimate nor its interval', () => {
  const usual = [1.05, 1.052, 1.048, 1.051, 1.049, 1.05].map((b) => ({ a: 1, b }));
  const odd = pairedLogRatio([...usual, { a: 1, b: 5 }]);
  const plain = pairedLogRatio(usual);
  expect(odd.mean).toBe(plain.mean);
  expect(odd.scatter).toEqual(plain.scatter);
  expect(odd.launches).toBe(7);
});

test('nothing to compare, or a time that is none, is a mistake of the caller', () => {
  expect(() => pairedLogRatio([])).toThrow('none');
  expect(() => pairedLogRatio([{ a: 0, b: 1 }])).toThrow('time of 0');
  expect(() => unpairedLogRatio([[1]], [Number.NaN])).toThrow('time of NaN');
  expect(() => unpairedLogRatio([[1]], [Number.POSITIVE_INFINITY])).toThrow('Infinity');
});

test('exchanging the sides turns ratio and interval upside down', () => {
  fc.assert(
    fc.property(pairs, (rounds) => {
      const forth = pairedLogRatio(rounds);
      const back = pairedLogRatio(rounds.map(({ a, b }) => ({ a: b, b: a })));
      expect(back.mean).toBeCloseTo(-forth.mean, 9);
      const one = ratioInterval(forth, 0.95);
      const other = ratioInterval(back, 0.95);
      expect(Math.log(other!.low)).toBeCloseTo(-Math.log(one!.high), 6);
    }),
  );
});

test('the unit of time and a slowdown of a whole round do not matter to pairs', () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0.5, max: 2, noNaN: true }), (rounds, factor) => {
      const slowed = rounds.map(({ a, b }, round) => ({
        a: a * factor ** round,
        b: b * factor ** round,
      }));
      const plain = pairedLogRatio(rounds);
      const moved = pairedLogRatio(slowed);
      expect(moved.mean).toBeCloseTo(plain.mean, 9);
      expect(moved.scatter!.standardError).toBeCloseTo(plain.scatter!.standardError, 9);
    }),
  );
});

test('the degrees of freedom of two runs are never fewer than those of the smaller side', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      const degrees = unpairedLogRatio([a], b).scatter!.degreesOfFreedom;
      expect(degrees).toBeGreaterThanOrEqual(1 - 1e-9);
    }),
  );
});
