import { BenchError } from '@stackbench/model';
import { expect, test } from 'vitest';
import { parseOptions } from '../../src/arguments/parse-options.ts';
import { runCommand } from '../../src/commands/run/command.ts';
import { readRunOptions } from '../../src/commands/run/options.ts';

async function read(...args: string[]) {
  return readRunOptions(await parseOptions('run', args, runCommand.options));
}

test('options are read in both spellings, repeatable ones in order', async () => {
  expect(
    await read(
      '--suite=llm',
      '--stack',
      'a',
      '--stack=b',
      '--rounds',
      '3',
      '-q',
      '--case-budget=0.5',
    ),
  ).toMatchObject({
    suite: 'llm',
    stackGlobs: ['a', 'b'],
    cases: [],
    rounds: 3,
    tunables: { caseBudgetMs: 500 },
    out: undefined,
    quiet: true,
    json: false,
  });
});

test("what stands behind '--' is handed on as it is, where a command does so", async () => {
  const operands = { usage: 'A', most: 1, handsOn: true };
  const given = await parseOptions('x', ['a', '--', '--suite', '-p=1', '--'], [], operands);
  expect(given.operands).toEqual(['a']);
  expect(given.handedOn).toEqual(['--suite', '-p=1', '--']);
});

test('without options it is one round of the quick suite', async () => {
  expect(await read()).toMatchObject({ suite: 'quick', rounds: 1, tunables: {}, dryRun: false });
});

test('--force leaves no case out, in a number that JSON can hold', async () => {
  const { tunables } = await read('--force');
  expect(tunables.caseBudgetMs).toBeGreaterThan(1e12);
  expect(JSON.parse(JSON.stringify(tunables))).toEqual(tunables);
});

test('a control is asked for, refused, or left to the plan', async () => {
  expect((await read('--control')).control).toBe(true);
  expect((await read('--no-control')).control).toBe(false);
  expect((await read()).control).toBeUndefined();
});

test.each([
  [['--siute', 'quick'], "There is no option '--siute'. Did you mean '--suite'?"],
  [['-x'], "There is no option '-x'."],
  [['json'], "Did you mean '--json'?"],
  [['quick', '--json'], "'quick' is not expected"],
  [['--', '--out', 'x'], "'--' is not needed here"],
  [['--out'], '--out needs a value'],
  [['--out='], '--out needs a value'],
  [['--suite', '--json'], '--suite needs a value'],
  [['--json=yes'], '--json takes no value'],
  [['--rounds', '2', '--rounds', '3'], '--rounds is given twice'],
  [['--rounds', '0'], "--rounds cannot be '0'"],
  [['--rounds', '1.5'], "--rounds cannot be '1.5'"],
  [['--rounds', '1e3'], "--rounds cannot be '1e3'"],
  [['--seed=-1'], "--seed cannot be '-1'"],
  [['--seed', '4294967296'], "--seed cannot be '4294967296'"],
  [['--case-budget', '0'], "--case-budget cannot be '0'"],
  [['--resume', 'x', '--timeout-start', '3'], '--timeout-start cannot change it'],
  [['--force', '--case-budget', '3'], 'contradict'],
  [['--control', '--no-control'], 'contradict'],
  [['--resume', 'x', '--no-control'], '--no-control cannot change it'],
  [['--resume', 'x', '--suite', 'quick'], '--suite cannot change it'],
])('%j is refused with what to do', async (args, words) => {
  const error = await read(...args).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(BenchError);
  const { message, fix } = error as BenchError;
  expect(message).toContain(words);
  expect(fix).toMatch(/^(See|Give|Write|Leave) /);
});
