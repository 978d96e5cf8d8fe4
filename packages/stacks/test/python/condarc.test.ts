import { join } from 'node:path';
import { expect, test } from 'vitest';
import { condarcFiles, readEnvsDirs } from '../../src/python/condarc.ts';
import { findEnvironments } from '../../src/python/find-environments.ts';
import { writeText } from '../../../workers/test/support/fake-tree.ts';
import { emptyMachine, makeConda } from '../support/machines.ts';

test.each([
  ['block list', 'channels:\n  - a\nenvs_dirs:\n  - /a  # comment\n  - "/with \\"quote"\n'],
  ['flow list', `{channels: [x], envs_dirs: [/a, '/with "quote']}`],
  ['old name', 'envs_path: ["/a", \'/with "quote\']'],
])('folders of environments in a %s', async (_, text) => {
  const places = await emptyMachine();
  const file = await writeText(join(places.home, '.condarc'), text);
  expect(readEnvsDirs(file, places)).toEqual(['/a', '/with "quote']);
});

test('home and variables are put in, unknown ones left', async () => {
  const places = { ...(await emptyMachine()), env: { SCRATCH: '/scratch', USER: 'ada' } };
  const text = 'envs_dirs: [~/envs, "${SCRATCH}/$USER/envs", $NO/x, ~bob/envs, $(touch pwned)]';
  const file = await writeText(join(places.home, '.condarc'), text);
  expect(readEnvsDirs(file, places)).toEqual([
    join(places.home, 'envs'),
    '/scratch/ada/envs',
    '$NO/x',
    '~bob/envs',
    '$(touch pwned)',
  ]);
});

test.each([
  '',
  'envs_dirs:',
  'envs_dirs: 3',
  '- a',
  '{',
  'a: b: c',
  'envs_dirs: !x y',
  'a: &a [*a]',
  '\u0000',
])('%j names none', async (text) => {
  const places = await emptyMachine();
  const file = await writeText(join(places.home, '.condarc'), text);
  expect(readEnvsDirs(file, places).filter((folder) => folder !== 'y')).toEqual([]);
});

test('every file that conda reads is looked into', async () => {
  const places = await emptyMachine();
  const { root, home } = places;
  const condarc = join(root, 'named');
  const install = join(root, 'opt/miniforge3');
  const files = [
    condarc,
    join(home, '.condarc'),
    join(home, '.conda/condarc'),
    join(home, '.config/conda/.condarc'),
    join(root, 'etc/conda/condarc.d/site.yml'),
    join(install, '.condarc'),
  ];
  const env = { CONDARC: condarc };
  const prefixes: string[] = [];
  for (const [at, file] of files.entries()) {
    prefixes.push(await makeConda(join(root, `far${at}/e${at}`)));
    await writeText(file, `envs_dirs: [${join(root, `far${at}`)}]`);
  }
  expect(condarcFiles({ ...places, env }, [install])).toEqual(expect.arrayContaining(files));
  const found = findEnvironments({ ...places, env });
  expect(found.map(({ prefix }) => prefix).toSorted()).toEqual(prefixes);
  expect(found.map(({ foundBy }) => foundBy)).toContain('/opt/miniforge3/.condarc');
});
