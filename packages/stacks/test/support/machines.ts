import { join } from 'node:path';
import type { EnvironmentPlaces } from '../../src/python/environment-places.ts';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';

/** A machine with nothing on it: a root of its own, and variables that lead nowhere. */
export async function emptyMachine(): Promise<EnvironmentPlaces & { root: string }> {
  const root = await temporaryFolder();
  return {
    root,
    env: {},
    home: join(root, 'home/ada'),
    systemRoot: root,
    workingFolder: join(root, 'home/ada/project'),
    ownFolder: join(root, 'home/ada/.cache/stackbench/environments'),
  };
}

/** A conda environment as far as its files tell, made by this test: conda itself is not at hand. */
export async function makeConda(
  prefix: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  await writeText(join(prefix, 'conda-meta/history'));
  await writeTool(join(prefix, 'bin/python'));
  for (const [path, text] of Object.entries(files)) await writeText(join(prefix, path), text);
  return prefix;
}

/** A venv as far as its files tell. */
export async function makeVenv(
  prefix: string,
  configuration = 'home = /usr/bin\n',
): Promise<string> {
  await writeText(join(prefix, 'pyvenv.cfg'), configuration);
  await writeTool(join(prefix, 'bin/python'));
  return prefix;
}

/** Names that do harm when they reach a shell as text, each able to be a folder's. */
export const hostileNames = [
  'a;touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  '-rf',
  'with space',
  `quote'and"double`,
  'new\nline',
  '环境',
  '| touch pwned #',
];
