import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installation } from '@stackbench/installation';
import { expect, test } from 'vitest';
import { chooseSetups } from '../../src/setups/choose-setups.ts';
import { makeFolder } from '../start-bench.ts';

const own = join(installation.root, 'environments/cuda-13.0.txt');

test('setups are named, or lie anywhere, and each is meant once', async () => {
  const elsewhere = join(await makeFolder(), 'mine.txt');
  await copyFile(own, elsewhere);
  const chosen = await chooseSetups(['cuda-13.0', elsewhere, own, 'cuda-13.0']);
  expect(chosen.map(({ name, file }) => [name, file])).toEqual([
    ['cuda-13.0', own],
    ['mine', elsewhere],
  ]);
});

test('two of one name would be one environment, and are refused', async () => {
  const other = join(await makeFolder(), 'cuda-13.0.txt');
  await copyFile(own, other);
  await expect(chooseSetups(['cuda-13.0', other])).rejects.toThrow(
    `Two setups are called cuda-13.0: ${own} and ${other}`,
  );
});

test('a name that is none has its near match', async () => {
  await expect(chooseSetups(['cuda13.0'])).rejects.toThrow(
    "There is no setup 'cuda13.0'. Did you mean 'cuda-13.0'?",
  );
});
