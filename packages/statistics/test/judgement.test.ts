import { expect, test } from 'vitest';
import { judgeFamily, measureNoise } from '../src/judgement.ts';
import { type LogRatio, pairedLogRatio } from '../src/log-ratio.ts';

const options = { margin: 0.01, rankable: true };

/** Rounds whose ratios lie at `ratio`, alternately `spread` above and below. */
function rounds(ratio: number, spread: number, count: number): LogRatio {
  return pairedLogRatio(
    Array.from({ length: count }, (_, round) => ({
      a: 100,
      b: 100 * ratio * (round % 2 === 0 ? 1 + spread : 1 / (1 + spread)),
    })),
  );
}

const judgeOne = (logRatio: LogRatio, noise = 0) => judgeFamily([{ logRatio, noise }], options)[0]!;

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

test('a noisy control widens the margin', () => {
  const slower = rounds(1.04, 0.001, 10);
  expect(judgeOne(slower, 0.02)).toMatchObject({ verdict: 'slower', margin: 0.02 });
  expect(judgeOne(slower, 0.06)).toMatchObject({ verdict: 'same', margin: 0.06 });
});

test('noise is how far a control is from 1, in either direction', () => {
  expect(measureNoise(rounds(1.03, 0, 4))).toBeCloseTo(0.03, 12);
  expect(measureNoise(rounds(1 / 1.03, 0, 4))).toBeCloseTo(0.03, 12);
});

test('nothing is ranked when the control is not the same as itself', () => {
  const contenders = [
    { logRatio: rounds(0.5, 0.001, 10), noise: 0 },
    { logRatio: rounds(1, 0.001, 10), noise: 0 },
  ];
  for (const judgement of judgeFamily(contenders, { ...options, rankable: false })) {
    expect(judgement).toMatchObject({ verdict: 'inconclusive', because: 'control' });
  }
});

test('one marginal claim among many cases does not survive, beside a strong one it stands or falls by the table', () => {
  const marginal = { logRatio: rounds(1.03, 0.022, 10), noise: 0 };
  const same = { logRatio: rounds(1, 0.001, 10), noise: 0 };
  expect(judgeFamily([marginal], options)[0]).toMatchObject({ verdict: 'slower' });
  const crowd = judgeFamily([marginal, ...Array.from({ length: 19 }, () => same)], options);
  expect(crowd[0]).toMatchObject({ verdict: 'inconclusive', because: 'false-discovery' });
  expect(crowd.slice(1).every(({ verdict }) => verdict === 'same')).toBe(true);
  const company = judgeFamily(
    Array.from({ length: 20 }, () => marginal),
    options,
  );
  expect(company.every(({ verdict }) => verdict === 'slower')).toBe(true);
});
