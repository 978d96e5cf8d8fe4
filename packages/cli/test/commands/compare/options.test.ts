import { expect, test } from 'vitest';
import { parseOptions } from '../../../src/arguments/parse-options.ts';
import { compareCommand } from '../../../src/commands/compare/command.ts';
import { readCompareOptions } from '../../../src/commands/compare/options.ts';

async function read(...args: string[]) {
  const { name, options, operands } = compareCommand;
  return readCompareOptions(await parseOptions(name, args, options, operands));
}

test('two names are a pair, and the margin becomes a fraction', async () => {
  expect(await read('a', '--margin', '2.5', 'b', '--json')).toMatchObject({
    wish: { kind: 'pair', a: 'a', b: 'b', run: undefined },
    margin: 0.025,
    json: true,
    results: expect.stringMatching(/results$/),
  });
  expect(await read('a', 'b', '--run', 'r')).toMatchObject({ wish: { run: 'r' }, json: false });
});

test('a baseline goes with one run, named either way, or the newest', async () => {
  const wish = { kind: 'baseline', names: ['main'] };
  expect(await read('--baseline', 'main')).toMatchObject({ wish: { ...wish, run: undefined } });
  expect(await read('r', '--baseline', 'main')).toMatchObject({ wish: { ...wish, run: 'r' } });
  expect(await read('--run', 'r', '--baseline=main')).toMatchObject({
    wish: { ...wish, run: 'r' },
  });
});

test('saving a baseline replaces one only when forced', async () => {
  const wish = { kind: 'save', name: 'main', run: 'r' };
  expect(await read('r', '--save-baseline', 'main')).toMatchObject({
    wish: { ...wish, force: false },
  });
  expect(await read('r', '--save-baseline', 'main', '--force')).toMatchObject({
    wish: { ...wish, force: true },
  });
});

test('with nothing named, two stacks that lead are meant, of a run that may be named', async () => {
  expect(await read()).toMatchObject({ wish: { kind: 'leaders', run: undefined } });
  expect(await read('--run', 'r')).toMatchObject({ wish: { kind: 'leaders', run: 'r' } });
});

test.each([
  [['a'], "compare 'a' with what?"],
  [['a', 'b', 'c'], "'c' is not expected: compare takes no more than A B."],
  [['a', 'b', 'json'], "Did you mean '--json'?"],
  [['a', 'b', '--baseline', 'x'], '--baseline goes with one run, not with a and b'],
  [['a', '--run', 'b', '--baseline', 'x'], '--baseline goes with one run, not with a and b'],
  [['a', 'b', '--save-baseline', 'x'], '--save-baseline goes with one run'],
  [['--save-baseline', 'x', '--baseline', 'y'], '--baseline has no effect'],
  [['--save-baseline', 'x', '--margin', '2'], '--margin has no effect'],
  [['--save-baseline', 'x', '--json'], '--json has no effect'],
  [['a', 'b', '--force'], '--force is there for --save-baseline'],
  [['a', 'b', '--margin', '2%'], "--margin cannot be '2%'"],
  [['a', 'b', '--margin', '101'], "--margin cannot be '101'"],
  [['a', 'b', '--jsno'], "Did you mean '--json'?"],
])('%j: %s', async (args, problem) => {
  await expect(read(...args)).rejects.toThrow(problem);
});
