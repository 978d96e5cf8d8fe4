import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findEnvironments, findOwnEnvironments, ownMarker, setupFacts } from '../src/index.ts';
import { writeText } from '../../workers/test/support/fake-tree.ts';
import { emptyMachine, makeConda } from './support/machines.ts';

const record = {
  setup: 'torch',
  setupDigest: 'aa',
  kind: 'environment',
  tool: 'uv',
  toolVersion: '0.13.9',
  prefix: 'torch',
  locks: ['pylock.toml'],
  lockDigest: 'bb',
  startedAt: '2026-01-01T00:00:00.000Z',
  completedAt: '2026-01-01T00:01:00.000Z',
};

/** A machine with one environment of stackbench's own, whose marker says `text`. */
async function makeOwn(text: string | null) {
  const places = await emptyMachine();
  const folder = join(places.ownFolder, 'torch');
  const prefix = await makeConda(join(folder, 'torch'));
  if (text !== null) await writeText(join(folder, ownMarker), text);
  return { places, folder, prefix };
}

test('what is complete is found, with the setup that it was made from', async () => {
  const { places, folder, prefix } = await makeOwn(JSON.stringify(record));
  expect(findOwnEnvironments(places.ownFolder)).toEqual([{ folder, prefix, record }]);
  expect(findEnvironments(places)).toMatchObject([
    { kind: 'conda', name: 'torch', prefix, foundBy: "stackbench's own environments" },
  ]);
  expect(setupFacts(join(prefix, 'bin/python'), places.ownFolder)).toEqual({
    setup: 'torch',
    setupDigest: 'aa',
    lockDigest: 'bb',
  });
  expect(setupFacts(places.home, places.ownFolder)).toEqual({});
});

test.each([
  ['has no marker', null],
  ['is marked as unfinished', JSON.stringify({ ...record, completedAt: null })],
  ['has half a marker', JSON.stringify(record).slice(0, 40)],
])('what %s is not found, whatever leads to it', async (_, text) => {
  const { places, prefix } = await makeOwn(text);
  await writeText(join(places.home, '.conda/environments.txt'), `${prefix}\n`);
  await symlink(prefix, join(places.home, 'link'));
  const env = { CONDA_PREFIX: prefix, VIRTUAL_ENV: join(places.home, 'link') };
  expect(findEnvironments({ ...places, env })).toEqual([]);
  expect(findOwnEnvironments(places.ownFolder)).toEqual([]);
  expect(setupFacts(prefix, places.ownFolder)).toEqual({});
});
