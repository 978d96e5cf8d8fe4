// @module-tag machine
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { cacheFolder, findEnvironments } from '@stackbench/stacks';
import { runTool } from '@stackbench/workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { findSetups, makeEnvironment, planEnvironment } from '../../src/index.ts';
import { provideCondaTools, provideUv } from '../../src/managers/tools.ts';
import { makeMachine, noGpu } from '../support/machine.ts';

const own = join(import.meta.dirname, '../../../../environments');
const setups = (await findSetups(own)).filter(({ format }) => format === 'conda');

/** A channel `conda-forge` of small packages, solved and installed by a real engine. */
const channels = mkdtempSync(join(tmpdir(), 'stackbench-test-channels-'));
const options = { signal: undefined, with: 'rattler', locked: false, possessions: noGpu };

beforeAll(async () => {
  const uv = await provideUv(process.env, undefined);
  const python = await provideCondaTools(uv.file, process.env, undefined);
  const script = join(import.meta.dirname, '../support/make_channel.py');
  const made = await runTool(python, ['-B', script, join(channels, 'conda-forge')], {
    timeoutMs: 120_000,
  });
  if (!made.ok) throw new Error(`${made.reason}: ${made.stderr}`);
  return () => rmSync(channels, { recursive: true });
}, 300_000);

async function makeWorld() {
  const machine = await makeMachine();
  // What the built-in engine consists of takes long to install: that of this machine is used.
  const tools = join(machine.root, 'cache/tools');
  mkdirSync(tools, { recursive: true });
  symlinkSync(join(cacheFolder(), 'tools/conda'), join(tools, 'conda'));
  const env = {
    ...machine.env,
    CONDA_CHANNEL_ALIAS: pathToFileURL(channels).href,
    RATTLER_CACHE_DIR: join(machine.root, 'rattler'),
  };
  return { ...machine, env };
}

describe('a conda setup is solved and made by py-rattler, the engine of pixi', () => {
  test.each(setups.map((setup) => [setup.name, setup] as const))('%s', async (name, setup) => {
    const { env, environments, root } = await makeWorld();
    const planned = await planEnvironment(setup, { ...options, env });
    const record = await makeEnvironment(planned, () => {});
    expect(record).toMatchObject({ setup: name, tool: 'rattler', locks: ['pixi.lock'] });
    const prefix = join(environments, name, name);
    const history = readFileSync(join(prefix, 'conda-meta/history'), 'utf8');
    const build = name.endsWith('-cpu')
      ? /pytorch-[\d.]+-cpu/
      : /(?:pytorch-[\d.]+-cuda1\d|cuda-nvcc-12\.9)/;
    expect(history).toMatch(build);
    const places = {
      env: {},
      home: root,
      systemRoot: root,
      workingFolder: root,
      ownFolder: environments,
    };
    const found = findEnvironments(places).filter((each) => each.prefix === prefix);
    expect(found).toMatchObject([{ kind: 'conda', name }]);
  });
});

test('the same lock makes the same environment, and a solve that is impossible is told in its words', async () => {
  const { env, setup, environments } = await makeWorld();
  const one = await setup('one.yml', 'channels: [conda-forge]\ndependencies: [python, numpy]\n');
  const first = await makeEnvironment(await planEnvironment(one, { ...options, env }), () => {});
  const planned = await planEnvironment(one, { ...options, env, locked: true });
  expect(planned.resolution.cached).toEqual(new Set(['numpy', 'python']));
  expect((await makeEnvironment(planned, () => {})).lockDigest).toBe(first.lockDigest);
  const python = join(environments, 'one/one/bin/python');
  expect(execFileSync(python, { encoding: 'utf8' })).toBe(
    `3.11.9 in ${join(environments, 'one/one')}\n`,
  );
  const wrong = await setup(
    'wrong.yml',
    'channels: [conda-forge]\ndependencies: [python=3.10, numpy]\n',
  );
  await expect(planEnvironment(wrong, { ...options, env })).rejects.toThrow(
    /Cannot resolve .*wrong\.yml[^]*python/,
  );
  const broken = await setup('broken.yml', 'channels: [conda-forge]\ndependencies:\n  - a: b\n');
  await expect(planEnvironment(broken, { ...options, env })).rejects.toThrow(
    /broken\.yml has a dependency that is no package/,
  );
});
