// @module-tag machine
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '@stackbench/workers';
import { findOwnEnvironments, setupFacts } from '@stackbench/stacks';
import { expect, test, vi } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import {
  discardEnvironment,
  makeEnvironment,
  removeEnvironment,
  stateOf,
} from '../../src/index.ts';
import { provideUv } from '../../src/managers/tools.ts';
import { makeMachine } from '../support/machine.ts';
import { makeWheel, startIndex } from '../support/wheel-index.ts';

// pip alone takes half a minute on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

/** A machine, an index with two releases of a package, and a setup that asks for the newest. */
async function makeWorld(text = '', path: readonly string[] = []) {
  const machine = await makeMachine({ path });
  const wheels = join(machine.root, 'wheels');
  await mkdir(wheels);
  await makeWheel(wheels, 'alpha', '1.0');
  const index = await startIndex(wheels);
  const setup = await machine.setup('one.txt', `# One\n${text}--index-url ${index.url}\nalpha\n`);
  return { ...machine, wheels, index, one: setup, folder: join(machine.environments, 'one') };
}

const versionIn = (prefix: string) =>
  execFileSync(join(prefix, 'bin/python'), ['-c', 'import alpha; print(alpha.__version__)'], {
    encoding: 'utf8',
  }).trim();

test('a venv is made, and what was resolved is kept beside it', async () => {
  const { plan, one, folder, environments } = await makeWorld();
  const planned = await plan(one);
  expect([...planned.resolution.packages.keys()]).toEqual(['alpha']);
  expect(stateOf(one, planned.job.env)).toEqual({ is: 'absent' });
  const record = await makeEnvironment(planned, () => {});
  expect(versionIn(join(folder, 'one'))).toBe('1.0');
  expect(record).toMatchObject({ setup: 'one', setupDigest: one.digest, prefix: 'one' });
  expect(findOwnEnvironments(environments).map(({ prefix }) => prefix)).toEqual([
    join(folder, 'one'),
  ]);
  expect(setupFacts(join(folder, 'one'), environments)).toEqual({
    setup: 'one',
    setupDigest: one.digest,
    lockDigest: record.lockDigest,
  });
});

test('the packages of a venv are compiled, as workers leave no bytecode there', async () => {
  const { plan, one, folder } = await makeWorld();
  await makeEnvironment(await plan(one), () => {});
  const compiled = globSync('one/lib/*/site-packages/alpha/__pycache__/*.pyc', { cwd: folder });
  expect(compiled).toHaveLength(1);
});

test('a toolkit is a folder of packages without an interpreter', async () => {
  const { plan, one, folder } = await makeWorld('# stackbench: toolkit\n');
  expect(await makeEnvironment(await plan(one), () => {})).toMatchObject({ kind: 'toolkit' });
  expect(existsSync(join(folder, 'one/alpha/__init__.py'))).toBe(true);
  expect(existsSync(join(folder, 'one/bin/python'))).toBe(false);
});

test('its size is known before it is downloaded, and that it is in the cache afterwards', async () => {
  const { plan, one, index, wheels } = await makeWorld();
  await makeWheel(wheels, 'alpha', '1.1', 3_000_000);
  const first = await plan(one);
  expect(index.sent).toEqual([]);
  await makeEnvironment(first, () => {});
  expect(index.sent).toEqual(['alpha-1.1-py3-none-any.whl']);
  const again = await plan(one);
  expect([...again.resolution.cached]).toEqual(['alpha']);
  expect(again.cost).toMatchObject({ packages: 1, downloadBytes: 0, copies: false });
  await makeEnvironment(again, () => {});
  expect(index.sent).toHaveLength(1);
});

test.each(['uv', 'pip'])(
  '%s repeats a lock exactly, though a newer release is there',
  async (tool) => {
    const { plan, one, folder, wheels, env } = await makeWorld();
    const first = await makeEnvironment(await plan(one, { with: tool }), () => {});
    const [lock = ''] = first.locks;
    expect(readFileSync(join(folder, lock), 'utf8')).toMatch(/alpha[^]*1\.0[^]*[0-9a-f]{64}/);
    await makeWheel(wheels, 'alpha', '2.0');
    // Also when the environment itself is gone.
    await removeEnvironment(folder, join(env['STACKBENCH_CACHE']!, 'locks/one'));
    const again = await makeEnvironment(await plan(one, { with: tool, locked: true }), () => {});
    expect(versionIn(join(folder, 'one'))).toBe('1.0');
    expect(again.lockDigest).toBe(first.lockDigest);
  },
);

test('what repeats a lock of before its setup changed is still of that setup', async () => {
  const { plan, one, setup, index } = await makeWorld();
  await makeEnvironment(await plan(one), () => {});
  const changed = await setup('one.txt', `# Two\n--index-url ${index.url}\nalpha\n`);
  expect(changed.digest).not.toBe(one.digest);
  const record = await makeEnvironment(await plan(changed, { locked: true }), () => {});
  expect(record.setupDigest).toBe(one.digest);
});

test('a lock that is not there is said', async () => {
  const { plan, one } = await makeWorld();
  await expect(plan(one, { locked: true })).rejects.toThrow(
    'There is no pylock.toml of one to repeat',
  );
});

test('a download that breaks off is taken up again', async () => {
  const { plan, one, index, folder, wheels } = await makeWorld();
  await makeWheel(wheels, 'alpha', '1.1', 2_000_000);
  index.failures = 5;
  await makeEnvironment(await plan(one), () => {});
  expect(versionIn(join(folder, 'one'))).toBe('1.1');
  expect(index.failures).toBe(0);
});

test('pip goes on in the middle of what broke off', async ({ skip }) => {
  const python = join(await temporaryFolder(), 'newest');
  const { file: uv } = await provideUv(process.env, undefined);
  const seeded = await runTool(uv, ['venv', '--quiet', '--seed', python], { timeoutMs: 120_000 });
  skip(!seeded.ok, 'no package index to get the newest pip from');
  const { plan, one, index, folder, wheels } = await makeWorld('', [join(python, 'bin')]);
  await makeWheel(wheels, 'alpha', '1.1', 2_000_000);
  const planned = await plan(one, { with: 'pip' });
  [index.begun, index.failures] = [[], 2];
  await makeEnvironment(planned, () => {});
  expect(versionIn(join(folder, 'one'))).toBe('1.1');
  const [first, second = 0, third = 0] = index.begun;
  expect(first).toBe(0);
  expect(second).toBeGreaterThan(900_000);
  expect(third).toBeGreaterThan(second);
});

test('a setup that is wrong gets the words of its tool, and nothing is made', async () => {
  const { plan, setup, environments } = await makeWorld();
  const wrong = await setup('wrong.txt', 'alpha=1\n');
  await expect(plan(wrong)).rejects.toThrow(
    /Cannot resolve .*wrong\.txt[^]*no such comparison operator/,
  );
  const absent = await setup('absent.txt', 'alpha==9\n--no-index\n');
  await expect(plan(absent)).rejects.toThrow(/absent\.txt[^]*alpha/);
  expect(existsSync(environments)).toBe(false);
});

test('what cannot be installed leaves nothing behind', async () => {
  const { plan, one, folder, wheels } = await makeWorld();
  const planned = await plan(one);
  await writeText(join(wheels, 'alpha-1.0-py3-none-any.whl'), 'no wheel');
  await expect(makeEnvironment(planned, () => {})).rejects.toThrow(/Cannot install .*one\.txt/);
  expect(existsSync(folder)).toBe(false);
});

test('a folder that is not of its making is never touched', async () => {
  const { plan, one, folder, env } = await makeWorld();
  const file = await writeText(join(folder, 'precious.txt'), 'mine');
  const planned = await plan(one);
  expect(planned.state).toMatchObject({ is: 'foreign' });
  await expect(makeEnvironment(planned, () => {})).rejects.toThrow("is not of stackbench's making");
  await expect(removeEnvironment(folder, env.HOME!)).rejects.toThrow(
    "is not of stackbench's making",
  );
  await expect(discardEnvironment(folder)).rejects.toThrow("is not of stackbench's making");
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('while one process is at it, another may neither make nor remove it', async () => {
  const { plan, one, folder, env } = await makeWorld();
  const [first, second] = [await plan(one), await plan(one)];
  const making = makeEnvironment(first, () => {});
  const busy = /one is being made or removed by another run: process \d+/;
  await expect(makeEnvironment(second, () => {})).rejects.toThrow(busy);
  await expect(removeEnvironment(folder, env['HOME']!)).rejects.toThrow(busy);
  await making;
  expect(versionIn(join(folder, 'one'))).toBe('1.0');
});

test('a link is never followed, neither to an environment nor within one', async () => {
  const { plan, one, folder, env, environments } = await makeWorld();
  await makeEnvironment(await plan(one), () => {});
  const elsewhere = await temporaryFolder();
  const precious = await writeText(join(elsewhere, 'precious.txt'), 'mine');
  await symlink(elsewhere, join(folder, 'one/link'));
  const alias = join(environments, 'alias');
  await symlink(folder, alias);
  await expect(removeEnvironment(alias, env.HOME!)).rejects.toThrow('it is a link');
  await removeEnvironment(folder, join(env.HOME!, 'locks'));
  expect(existsSync(folder)).toBe(false);
  expect(readFileSync(precious, 'utf8')).toBe('mine');
});
