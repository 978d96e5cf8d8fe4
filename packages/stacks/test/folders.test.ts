import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entries, isExecutable, resolveLinks, uniqueByRealPath } from '../src/folders.ts';
import { temporaryFolder, writeText, writeTool } from '../../workers/test/support/fake-tree.ts';

test('entries come in order, and none from what cannot be listed', async () => {
  const folder = await temporaryFolder();
  for (const name of ['b', 'a', '-c']) await writeText(join(folder, name));
  expect(entries(folder)).toEqual(['-c', 'a', 'b'].map((name) => join(folder, name)));
  expect(entries(folder, /^a/)).toEqual([join(folder, 'a')]);
  expect(entries(join(folder, 'gone'))).toEqual([]);
  expect(entries(join(folder, 'a'))).toEqual([]);
});

test('folders, plain files and links to nowhere are no executables', async () => {
  const folder = await temporaryFolder();
  const tool = await writeTool(join(folder, 'tool'));
  await mkdir(join(folder, 'folder'));
  await symlink('gone', join(folder, 'dangling'));
  await symlink('loop', join(folder, 'loop'));
  await symlink(tool, join(folder, 'link'));
  const plain = await writeText(join(folder, 'plain'));
  expect([tool, join(folder, 'link')].every(isExecutable)).toBe(true);
  const others = ['folder', 'dangling', 'loop', 'gone'].map((name) => join(folder, name));
  expect([...others, plain].some(isExecutable)).toBe(false);
  expect(resolveLinks(join(folder, 'link'))).toBe(tool);
  expect(resolveLinks(join(folder, 'loop'))).toBe(join(folder, 'loop'));
});

test('of several ways to one file the first is kept', async () => {
  const folder = await temporaryFolder();
  const tool = await writeTool(join(folder, 'tool'));
  await symlink(tool, join(folder, 'link'));
  const files = [join(folder, 'link'), tool, join(folder, 'gone')];
  expect(uniqueByRealPath(files, (file) => file)).toEqual([files[0], files[2]]);
});
