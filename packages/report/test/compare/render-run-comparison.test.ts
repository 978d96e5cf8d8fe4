import { expect, test } from 'vitest';
import {
  compareRuns,
  compareStacks,
  renderComparison,
  renderRunComparison,
} from '../../src/compare/index.ts';
import { textWidth } from '../../src/text.ts';
import { failedOutcome } from '../make-run.ts';
import { launches, makeSession, naive, stackA, stackB, steady } from '../analysis/make-session.ts';

const third = 'webgpu:deno/card';
const before = makeSession([
  ...launches(stackA, naive, steady(1e6)),
  ...launches(stackB, naive, steady(1e6, 10, 1)),
  ...launches(third, naive, steady(1e6)),
]);
const after = makeSession(
  [
    ...launches(stackA, naive, steady(0.5e6, 10, 2)),
    failedOutcome(stackB, naive, 'crash', 'gone'),
    ...launches('webgpu:firefox/card', naive, [1e6]),
  ],
  'two',
);
const options = { width: 80, color: false };

test('an overview of the stacks comes first, then each, then those that one run lacks', () => {
  const text = renderRunComparison(compareRuns([before], after), options);
  expect(text).toMatch(/^B against A on 2 stacks: 1 faster, 1 without a common case\.\n/);
  expect(text).toMatch(/^ {2}webgpu:dawn\/card: 0\.500× \(0\.\d+–0\.\d+\), faster$/m);
  expect(text).toMatch(/^ {2}webgpu:chromium\/card: nothing can be compared; 1 case broken$/m);
  expect(text.indexOf('B takes 1/2.00 of the time of A')).toBeGreaterThan(0);
  expect(text).toContain(
    `Stacks left out\n  ${third}: only in run A\n  webgpu:firefox/card: only in run B\n`,
  );
});

test.each([60, 100])('lines keep to a width of %i', (width) => {
  const text = renderRunComparison(compareRuns([before], after), { width, color: false });
  for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
});

test('one stack alone reads like any comparison', () => {
  const comparison = compareStacks({ run: before, stack: stackA }, { run: after, stack: stackA });
  const text = renderRunComparison({ comparisons: [comparison], leftOut: [] }, options);
  expect(text).toBe(renderComparison(comparison, options));
});

test('without a common stack that is said', () => {
  const other = makeSession(launches('webgpu:firefox/card', naive, [1e6]), 'three');
  expect(renderRunComparison(compareRuns([before], other), options)).toMatch(
    /^A and B have no stack in common: nothing can be compared\.\n\nStacks left out\n/,
  );
});
