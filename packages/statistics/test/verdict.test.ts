import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LogRatio, ratioInterval } from '../src/log-ratio.ts';
import { differencePValue, judgeInterval } from '../src/verdict.ts';

test.each([
  [{ low: 0.9, high: 0.95 }, 'faster'],
  [{ low: 1.02, high: 1.1 }, 'slower'],
  [{ low: 0.995, high: 1.005 }, 'same'],
  [{ low: 0.99, high: 1.02 }, 'inconclusive'],
  [{ low: 1.005, high: 1.02 }, 'inconclusive'],
  [{ low: 0.9, high: 1.1 }, 'inconclusive'],
  [null, 'inconclusive'],
] as const)('with a margin of 0.01, %o is %s', (interval, verdict) => {
  expect(judgeInterval(interval, 0.01)).toBe(verdict);
});

test('a wider margin turns slower into inconclusive and then into same', () => {
  const interval = { low: 1.02, high: 1.04 };
  expect(judgeInterval(interval, 0.03)).toBe('inconclusive');
  expect(judgeInterval(interval, 0.05)).toBe('same');
});

const logRatio: fc.Arbitrary<LogRatio> = fc.record({
  mean: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  resolution: fc.constantFrom(0, 0.001, 0.02),
  scatter: fc.record({
    standardError: fc.double({ min: 1e-5, max: 0.2, noNaN: true }),
    degreesOfFreedom: fc.double({ min: 1, max: 40, noNaN: true }),
  }),
  launches: fc.constant(9),
});
const margin = fc.double({ min: 0, max: 0.1, noNaN: true });

test('exchanging the sides exchanges faster and slower and nothing else', () => {
  const exchanged = {
    faster: 'slower',
    slower: 'faster',
    same: 'same',
    inconclusive: 'inconclusive',
  };
  fc.assert(
    fc.property(logRatio, margin, (one, least) => {
      const forth = judgeInterval(ratioInterval(one, 0.95), least);
      const back = judgeInterval(ratioInterval({ ...one, mean: -one.mean }, 0.95), least);
      expect(back).toBe(exchanged[forth]);
    }),
  );
});

test('a p-value is below 0.05 exactly when the 95 % interval clears the margin', () => {
  fc.assert(
    fc.property(logRatio, margin, (one, least) => {
      const pValue = differencePValue(one, least);
      fc.pre(Math.abs(pValue - 0.05) > 1e-6);
      const verdict = judgeInterval(ratioInterval(one, 0.95), least);
      expect(pValue < 0.05).toBe(verdict === 'faster' || verdict === 'slower');
    }),
  );
});

test('the p-value is that of the t distribution', () => {
  // P(|T| > 2.262157) = 0.05 with 9 degrees of freedom.
  const scatter = { standardError: 0.01, degreesOfFreedom: 9 };
  const one = { mean: Math.log1p(0.01) + 0.02262157, scatter, resolution: 0, launches: 10 };
  expect(differencePValue(one, 0.01)).toBeCloseTo(0.05, 6);
});

test('without a scatter there is no claim; without any deviation there is no doubt', () => {
  expect(differencePValue({ mean: 1, scatter: null, resolution: 0, launches: 1 }, 0.01)).toBe(1);
  const still = { standardError: 0, degreesOfFreedom: 9 };
  expect(differencePValue({ mean: 1, scatter: still, resolution: 0, launches: 10 }, 0.01)).toBe(0);
  expect(differencePValue({ mean: 0, scatter: still, resolution: 0, launches: 10 }, 0.01)).toBe(1);
});
