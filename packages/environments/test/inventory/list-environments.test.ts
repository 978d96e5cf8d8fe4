// @module-tag machine
import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { listEnvironments, makeEnvironment, readSetup } from '../../src/index.ts';
import { measureSize } from '../../src/inventory/measure-size.ts';
import { makeMachine } from '../support/machine.ts';
import { makeWheel, startIndex } from '../support/wheel-index.ts';

test('what is shared with other names is told from what is its own', async () => {
  const root = await temporaryFolder();
  const shared = await writeText(join(root, 'cache/a'), 'x'.repeat(100_000));
  await writeText(join(root, 'env/own'), 'x'.repeat(50_000));
  for (const name of ['a', 'again']) await link(shared, join(root, 'env', name));
  const { ownBytes, sharedBytes } = await measureSize(join(root, 'env'));
  expect(ownBytes).toBeGreaterThanOrEqual(50_000);
  expect(ownBytes).toBeLessThan(60_000);
  expect(sharedBytes).toBeGreaterThanOrEqual(100_000);
  expect(sharedBytes).toBeLessThan(110_000);
});

test('environments are listed with their versions, and with what is wrong with them', async () => {
  const { root, env, environments, setup, plan } = await makeMachine();
  const wheels = join(root, 'wheels');
  await mkdir(wheels);
  await makeWheel(wheels, 'torch', '2.8.0');
  const { url } = await startIndex(wheels);
  const one = await setup('one.txt', `--index-url ${url}\ntorch\n`);
  await makeEnvironment(await plan(one), () => {});
  await writeText(join(environments, 'mine/file'), '');
  const brief = async () =>
    (await listEnvironments([await readSetup(one.file)], env)).map(
      ({ name, state, versions, setupChanged }) => ({
        name,
        state,
        versions,
        setupChanged,
      }),
    );
  const foreign = { name: 'mine', state: 'foreign', versions: {}, setupChanged: null };
  const made = { name: 'one', state: 'complete', versions: { torch: '2.8.0' } };
  expect(await brief()).toEqual([foreign, { ...made, setupChanged: false }]);
  await setup('one.txt', `--index-url ${url}\ntorch==2.8.0\n`);
  expect(await brief()).toEqual([foreign, { ...made, setupChanged: true }]);
});
