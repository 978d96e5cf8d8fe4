import { existsSync } from 'node:fs';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { expect, test } from 'vitest';
import { writeFiles } from '../../src/files/write-files.ts';
import { makeFolder } from '../start-bench.ts';

test('makes the folder and its parent, and replaces what is there', async () => {
  const folder = join(await makeFolder(), 'results/baselines');
  await writeFiles(folder, new Map([['a', Buffer.from('one')]]));
  await writeFiles(folder, new Map([['a', Buffer.from('two')]]));
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('two');
  expect(await readdir(folder)).toEqual(['a']);
});

test('a file that cannot be written leaves the others as they were', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'a'), 'before');
  const files = new Map([
    ['a', Buffer.from('after')],
    ['missing/b', Buffer.from('b')],
  ]);
  await expect(writeFiles(folder, files)).rejects.toThrow(BenchError);
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['a']);
});

test('a folder that cannot be made is named', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'there'), 'a file in the way');
  const far = join(folder, 'there/not/nor/this');
  await expect(writeFiles(far, new Map())).rejects.toThrow(`${far} cannot be written`);
});

/** A file that has no room for anything. */
const full = '/dev/full';

test.skipIf(!existsSync(full))('a disk that is full needs room, and no other rights', async () => {
  const folder = await makeFolder();
  await symlink(full, join(folder, `.a.${process.pid}.part`));
  await expect(writeFiles(folder, new Map([['a', Buffer.from('one')]]))).rejects.toMatchObject({
    message: expect.stringContaining('ENOSPC') as string,
    fix: expect.stringContaining('Make room') as string,
  });
  expect(await readdir(folder)).toEqual([]);
});
