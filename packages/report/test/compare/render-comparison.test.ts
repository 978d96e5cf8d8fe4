import { expect, test } from 'vitest';
import { compareStacks, renderComparison, summarizeComparison } from '../../src/compare/index.ts';
import { textWidth } from '../../src/text.ts';
import { failedOutcome } from '../make-run.ts';
import {
  launches,
  makeSession,
  naive,
  stackA,
  stackB,
  steady,
  tile,
} from '../analysis/make-session.ts';

const run = makeSession([
  ...launches(stackA, naive, steady(1_000_000)),
  ...launches(stackB, naive, steady(1_230_000, 10, 1)),
  ...launches(stackA, tile, steady(400)),
  failedOutcome(stackB, tile, 'crash', 'the device\u001b[2J was lost\nat line 3'),
]);
run.header.stacks[0]!.facts['features'] = ['f16', 'subgroups'];
run.header.stacks[1]!.facts['features'] = ['subgroups'];
run.header.stacks[1]!.facts['driver'] = '580.65';
const comparison = compareStacks({ run, stack: stackA }, { run, stack: stackB });
const text = renderComparison(comparison, { width: 80, color: false });

test('a sentence comes first, and says what B does to A', () => {
  expect(summarizeComparison(comparison)).toMatch(
    /^B takes 23\.\d % more time than A \(B \/ A 1\.23\d×, 95 % interval 1\.2\d+–1\.2\d+\) in the one common case: slower \(1\.\d % could have been told\)\. 1 case left out\.$/,
  );
  expect(text.replaceAll('\n', ' ')).toContain(summarizeComparison(comparison));
});

test('the table gives times, ratio, interval, rounds and verdict of each case', () => {
  expect(text).toContain(naive);
  expect(text).toMatch(/1\.00 ms +1\.23 ms +1\.23\d× +1\.2\d+–1\.2\d+ +1\.\d % +10 +slower/);
});

test('what is left out stands there with its reason, which cannot reach the terminal', () => {
  expect(text).toMatch(
    /Left out\n {2}B: crash: the device\\x1b\[2J was lost …\n {4}gemm\/shared-tile/,
  );
  expect(text).not.toContain('\u001b');
});

test('facts that differ stand beside it, of lists only what differs', () => {
  expect(text).toMatch(/^ {2}driver +\(missing\) +580\.65$/m);
  expect(text).toMatch(/^ {2}features +only: f16 +\(none besides\)$/m);
});

test('facts too long for the table stand one below the other', () => {
  const narrow = renderComparison(comparison, { width: 60, color: false });
  expect(narrow).toMatch(/features\n {4}A {2}only: f16\n {4}B {2}\(none besides\)/);
});

test.each([60, 80, 120])('lines keep to a width of %i', (width) => {
  const rendered = renderComparison(comparison, { width, color: false });
  for (const line of rendered.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
  expect(rendered).toContain('slower');
});

test('colour marks the verdict and changes no text', () => {
  const colored = renderComparison(comparison, { width: 80, color: true });
  expect(colored).toContain('\u001b[31mslower');
  // eslint-disable-next-line no-control-regex
  expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(text);
});

test('nothing in common is said in so many words', () => {
  const none = makeSession([
    ...launches(stackA, naive, [1]),
    failedOutcome(stackB, naive, 'timeout', 'took longer than 60 s'),
  ]);
  const nothing = compareStacks({ run: none, stack: stackA }, { run: none, stack: stackB });
  const rendered = renderComparison(nothing, { width: 80, color: false });
  expect(rendered).toContain('no case in common');
  expect(rendered).toContain('timeout: took longer than 60 s');
});
