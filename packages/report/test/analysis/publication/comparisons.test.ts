import { expect, it } from 'vitest';
import { compareWithin } from '../../../src/analysis/publication/comparisons.ts';
import { indexRun } from '../../../src/analysis/run-index.ts';
import { summarizeIndexed } from '../../../src/analysis/summary.ts';
import { gemmCase, launches, madeRun, madeStack } from '../../publish/make-publication.ts';

const ids = ['cuda:slow', 'cuda:first', 'cuda:slower', 'cuda:next'];
const rates = [2e12, 4e12, 1e12, 3e12];
const cases = [64, 128].map((size) => gemmCase('naive', size, 'f32'));
const run = madeRun({
  stacks: ids.map((id) => madeStack(id)),
  cases,
  outcomes: ids.flatMap((id, at) =>
    cases.flatMap((record) => launches(id, record, rates[at]!, 3, 5)),
  ),
});

// 6 outcomes of a stack.
it.each([
  [36, 'all pairs', 6],
  [18, 'each with the one that wins', 3],
])('compares, where %d outcomes may be read, %s', (budget, _, pairs) => {
  expect(pairsOf(budget)).toHaveLength(pairs);
});

it('compares the nearest to the one that wins where no more may be read', () => {
  expect(pairsOf(12)).toEqual([
    ['cuda:first', 'cuda:slow'],
    ['cuda:first', 'cuda:next'],
  ]);
  expect(pairsOf(1)).toEqual([['cuda:first', 'cuda:next']]);
});

function pairsOf(budget: number) {
  const index = indexRun(run);
  return compareWithin(index, summarizeIndexed(index), () => 'gpu', budget).map(({ a, b }) => [
    a,
    b,
  ]);
}
