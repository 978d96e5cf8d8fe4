import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { placeDependencies } from '../../src/bundle/dependencies.ts';
import { makeFolder } from '../support/run.ts';

let root: string;

/** A package as pnpm installs it: in a folder of its own, beside links to what it depends on. */
async function install(id: string, dependencies: Record<string, string>): Promise<string> {
  const name = id.split('@')[0]!;
  const folder = join(root, 'store', id, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies }));
  for (const [other, version] of Object.entries(dependencies)) {
    const target = join(root, 'store', `${other}@${version}`, 'node_modules', other);
    await symlink(target, join(dirname(folder), other));
  }
  return folder;
}

beforeAll(async () => {
  root = await makeFolder();
  await install('shared@1', {});
  await install('shared@2', {});
  await install('old@1', { shared: '1' });
  await install('new@1', { shared: '2' });
});

test('lays packages flat, and a second version below the package that needs it', async () => {
  const app = await install('app@1', { old: '1', new: '1' });
  const own = join(app, 'node_modules');
  await mkdir(own);
  for (const name of ['old', 'new']) {
    await symlink(join(root, 'store', `${name}@1/node_modules`, name), join(own, name));
  }

  const placed = placeDependencies([app], []).map(({ path, folder }) => [
    path,
    folder.slice(root.length + '/store/'.length).split('/')[0],
  ]);
  expect(Object.fromEntries(placed)).toEqual({
    'node_modules/old': 'old@1',
    'node_modules/shared': 'shared@1',
    'node_modules/new': 'new@1',
    'node_modules/new/node_modules/shared': 'shared@2',
  });
});

test('names what is not installed', async () => {
  const app = await install('lacking@1', { absent: '1' });
  expect(() => placeDependencies([app], [])).toThrow('absent, which');
});
