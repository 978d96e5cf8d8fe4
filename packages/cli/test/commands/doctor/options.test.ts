import { BenchError } from '@stackbench/model';
import { expect, test } from 'vitest';
import { parseOptions } from '../../../src/arguments/parse-options.ts';
import { doctorCommand } from '../../../src/commands/doctor/command.ts';
import { readDoctorOptions } from '../../../src/commands/doctor/options.ts';

async function read(...args: string[]) {
  return readDoctorOptions(await parseOptions('doctor', args, doctorCommand.options));
}

const triedBy = async (...args: string[]) => (await read(...args)).experiments.map(({ id }) => id);

test('--what-if tries everything, or what is named behind it', async () => {
  expect(await triedBy()).toEqual([]);
  const all = await triedBy('--what-if');
  expect(all).toHaveLength(6);
  expect(await triedBy('--what-if', '--fast')).toEqual(all);
  expect(await triedBy('--what-if', 'preload')).toEqual(['preload']);
  expect(await triedBy('--what-if=l*', '--fast', '--what-if', 'cuda-home')).toEqual([
    'cuda-home',
    'ld-library-path',
    'loaded-first',
    'loader-cache',
  ]);
});

test('an experiment that there is none of names the near match', async () => {
  await expect(read('--what-if', 'ld-libary-path')).rejects.toThrow(
    "There is no experiment 'ld-libary-path'. Did you mean 'ld-library-path'?",
  );
});

test('the language is that of an explanation', async () => {
  expect(await read('--explain')).toMatchObject({ explainIn: 'en' });
  expect(await read('--explain', '--lang', 'zh', '--json')).toMatchObject({
    explainIn: 'zh',
    json: true,
  });
  await expect(read('--explain', '--lang', 'zz')).rejects.toMatchObject({
    fix: expect.stringContaining('en, zh'),
  });
});

test.each([
  [['--lang', 'zh'], '--explain'],
  [['--page', 'x', '--lang', 'zh'], 'every language'],
  [['--page', 'x', '--json'], 'Give one'],
])('%j has nothing to say together', async (args, fix) => {
  const refused = read(...args);
  await expect(refused).rejects.toBeInstanceOf(BenchError);
  await expect(refused).rejects.toMatchObject({ fix: expect.stringContaining(fix) });
});
