import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { findSetups, readSetup } from '../../src/index.ts';

const own = join(import.meta.dirname, '../../../../environments');

test('the setups of this repository are in formats that tools read, each with a summary', async () => {
  const setups = await findSetups(own);
  for (const { name, summary } of setups)
    expect([name, summary]).toEqual([name, expect.stringMatching(/\w{4}/)]);
  const names = setups.map(({ name }) => name);
  for (const line of ['1.13', '2.5', '2.8', '2.11', '2.15']) {
    expect(names.filter((name) => name.startsWith(`torch-${line}-cu`))).not.toEqual([]);
    expect(names.filter((name) => name.startsWith(`torch-${line}-conda`))).not.toEqual([]);
  }
  expect(setups.filter(({ isToolkit }) => isToolkit).map(({ name }) => name)).toEqual([
    'cuda-13.0',
    'cuda-13.0-libraries',
    'cuda-13.5',
    'cuda-13.5-libraries',
  ]);
});

test('a folder names its setup, and the comments of the file are read', async () => {
  const root = await temporaryFolder();
  const file = await writeText(
    join(root, 'ml-1/environment.yml'),
    '# stackbench: requires driver >= 525.60\n#\n# For machine learning\n# stackbench: python 3.12\n# more\ndependencies: [a]\n',
  );
  await writeText(join(root, 'notes.md'), 'no setup');
  await writeText(join(root, 'pixi-1/pixi.toml'), '[workspace]\n');
  await writeText(join(root, 'project-1/pyproject.toml'), '[project]\nname = "a"\n');
  await writeText(join(root, 'project-2/pyproject.toml'), '[tool.pixi.workspace]\n');
  expect(await readSetup(file)).toEqual({
    name: 'ml-1',
    file,
    format: 'conda',
    summary: 'For machine learning',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    isToolkit: false,
    python: '3.12',
    requirements: [{ subject: 'driver', operator: '>=', value: '525.60' }],
  });
  expect((await findSetups(root)).map(({ name, format }) => [name, format])).toEqual([
    ['ml-1', 'conda'],
    ['pixi-1', 'pixi'],
    ['project-1', 'project'],
    ['project-2', 'pixi'],
  ]);
});

test('the digest changes with an included file, and what that requires holds too', async () => {
  const root = await temporaryFolder();
  const file = await writeText(join(root, 'all.txt'), '-r base.txt\nb\n');
  await writeText(
    join(root, 'base.txt'),
    '# stackbench: toolkit\n# stackbench: requires os == linux\na\n-c all.txt\n',
  );
  const before = await readSetup(file);
  expect(before).toMatchObject({ isToolkit: true, requirements: [{ subject: 'os' }] });
  await writeText(join(root, 'base.txt'), 'a==2\n');
  expect((await readSetup(file)).digest).not.toBe(before.digest);
});

test.each([
  ['bad name.txt', '', /has a name that no environment can have: 'bad name'/],
  ['a.toml', '', /is no setup that a tool known here reads/],
  [
    'b.txt',
    'a\n# stackbench: requires drivr >= 5\n',
    /b\.txt, line 2: 'requires drivr >= 5' is nothing/,
  ],
])('%s is refused with its reason', async (name, text, message) => {
  await expect(
    readSetup(await writeText(join(await temporaryFolder(), name), text)),
  ).rejects.toThrow(message);
});

test('two setups of one name are refused', async () => {
  const root = await temporaryFolder();
  await writeText(join(root, 'a.txt'), 'x');
  await writeText(join(root, 'a.yml'), 'dependencies: [x]');
  await expect(findSetups(root)).rejects.toThrow("There are two setups named 'a'");
});
