import { judgeFamily, pairedLogRatio } from '@stackbench/statistics';
import { expect, it } from 'vitest';
import { roundsToDecide } from '../../../src/analysis/stack-ranking/rounds-to-decide.ts';
import { steady } from '../make-session.ts';

/** So many rounds of two stacks that differ by `ratio` and scatter by `scatter`. */
function leadOf(rounds: number, ratio: number, scatter: number) {
  const pairs = steady(0, rounds).map((_, round) => ({
    a: 1000,
    b: 1000 * ratio * (1 + scatter * (round % 2 === 0 ? 1 : -1)),
  }));
  const [judgement] = judgeFamily([{ logRatio: pairedLogRatio(pairs), margin: 0.01 }]);
  return { ...judgement!, betweenRuns: false };
}

it('asks for the rounds that decide where there is one', () => {
  expect(roundsToDecide(null)).toEqual({ rounds: 7, likely: true });
  expect(roundsToDecide(leadOf(1, 0.9, 0))).toEqual({ rounds: 7, likely: true });
});

it('asks for none more where it is settled, unless by few rounds', () => {
  expect(roundsToDecide(leadOf(10, 0.9, 0.001))).toBeNull();
  expect(roundsToDecide(leadOf(4, 0.9, 0.001))).toEqual({ rounds: 7, likely: true });
});

it('asks for as many as narrow the interval to what separates the two', () => {
  const lead = leadOf(8, 0.97, 0.03);
  expect(lead.verdict).toBe('inconclusive');
  const decision = roundsToDecide(lead)!;
  expect(decision.likely).toBe(true);
  expect(leadOf(decision.rounds, 0.97, 0.03).verdict).toBe('faster');
});

it('does not promise that a difference as large as the margin is ever told', () => {
  expect(roundsToDecide(leadOf(8, 1 / 1.0101, 0.03))).toEqual({ rounds: 30, likely: false });
});
