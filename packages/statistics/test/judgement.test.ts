import { expect, test } from 'vitest';
import { judgeFamily, measureNoise } from '../src/judgement.ts';
import { type LogRatio, pairedLogRatio, ratioInterval } from '../src/log-ratio.ts';

/** Rounds whose ratios lie at `ratio`, alternately `spread` above and below. */
function rounds(ratio: number, spread: number, count: number): LogRatio {
  return pairedLogRatio(
    Array.from({ length: count }, (_, round) => ({
      a: 100,
      b: 100 * ratio * (round % 2 === 0 ? 1 + spread : 1 / (1 + spread)),
    })),
  );
}

const judgeOne = (logRatio: LogRatio, margin = 0.01) => judgeFamily([{ logRatio, margin }])[0]!;

test('clear differences and clear equality get their verdicts', () => {
  expect(judgeOne(rounds(0.9, 0.001, 10))).toMatchObject({ verdict: 'faster', margin: 0.01 });
  expect(judgeOne(rounds(1.1, 0.001, 10))).toMatchObject({ verdict: 'slower' });
  expect(judgeOne(rounds(1.001, 0.001, 10))).toMatchObject({ verdict: 'same' });
});

test('one round gives a ratio, no interval and no verdict', () => {
  const judgement = judgeOne(rounds(2, 0, 1));
  expect(judgement).toMatchObject({
    interval: null,
    verdict: 'inconclusive',
    because: 'no-interval',
    evidence: 'indicative',
  });
  expect(judgement.ratio).toBeCloseTo(2, 12);
});

test('an interval across the margin is inconclusive', () => {
  expect(judgeOne(rounds(1.02, 0.05, 10))).toMatchObject({ because: 'wide-interval' });
});

test.each([
  [2, 'indicative'],
  [6, 'indicative'],
  [7, 'deciding'],
  [9, 'deciding'],
  [10, 'publishable'],
])('%i rounds are %s', (count, evidence) => {
  expect(judgeOne(rounds(1.1, 0.001, count))).toMatchObject({ verdict: 'slower', evidence });
});

test('a wider margin takes the place of a smaller difference', () => {
  const slower = rounds(1.04, 0.001, 10);
  expect(judgeOne(slower, 0.02)).toMatchObject({ verdict: 'slower', margin: 0.02 });
  expect(judgeOne(slower, 0.06)).toMatchObject({ verdict: 'same', margin: 0.06 });
});

test('the noise of a control is the farther end of its interval, in either direction', () => {
  const { low } = ratioInterval(rounds(1 / 1.03, 0.001, 4), 0.95)!;
  expect(measureNoise(rounds(1 / 1.03, 0.001, 4))).toBeCloseTo(1 / low - 1, 12);
  const { high } = ratioInterval(rounds(1.03, 0.001, 4), 0.95)!;
  expect(measureNoise(rounds(1.03, 0.001, 4))).toBeCloseTo(high - 1, 12);
});

test('what could have been told is told, and no less', () => {
  const { detectable } = judgeOne(rounds(1, 0.01, 10));
  expect(detectable).toBeGreaterThan(0.01);
  // The same scatter around a ratio just beyond and just below it.
  expect(judgeOne(rounds(1 + detectable! * 1.001, 0.01, 10)).verdict).toBe('slower');
  expect(judgeOne(rounds(1 + detectable! * 0.999, 0.01, 10)).verdict).toBe('inconclusive');
  expect(judgeOne(rounds(2, 0, 1)).detectable).toBeNull();
});

test('one marginal claim among many cases does not survive, beside a strong one it stands or falls by the table', () => {
  const marginal = { logRatio: rounds(1.03, 0.022, 10), margin: 0.01 };
  const same = { logRatio: rounds(1, 0.001, 10), margin: 0.01 };
  expect(judgeFamily([marginal])[0]).toMatchObject({ verdict: 'slower' });
  const crowd = judgeFamily([marginal, ...Array.from({ length: 19 }, () => same)]);
  expect(crowd[0]).toMatchObject({ verdict: 'inconclusive', because: 'false-discovery' });
  expect(crowd.slice(1).every(({ verdict }) => verdict === 'same')).toBe(true);
  const company = judgeFamily(Array.from({ length: 20 }, () => marginal));
  expect(company.every(({ verdict }) => verdict === 'slower')).toBe(true);
});
