import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { activate } from '../../src/activation/activate.ts';
import { deactivate } from '../../src/activation/deactivate.ts';
import { findExecutable } from '../../src/find-executable.ts';
import type { PythonEnvironment } from '../../src/python/python-environment.ts';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';
import { makeConda } from '../support/machines.ts';

const options = { timeoutMs: 5000 };
const plain = { PATH: '/usr/bin:/bin', HOME: '/home/ada', CC: 'cc' };

/** Scripts as packages of compilers have them: what was set before is kept, and put back. */
const scripts = {
  'etc/conda/activate.d/cc.sh': 'export CONDA_BACKUP_CC="${CC-}" CC="$CONDA_PREFIX/bin/gcc"',
  'etc/conda/deactivate.d/cc.sh': 'export CC="$CONDA_BACKUP_CC"; unset CONDA_BACKUP_CC',
};
const conda = (prefix: string): PythonEnvironment => ({
  kind: 'conda',
  name: 'ml',
  prefix,
  interpreter: null,
  foundBy: 'test',
  venv: null,
});

/** An environment that notes its deactivation, and declares a variable. */
const noting = (name: string) => ({
  'etc/conda/deactivate.d/a.sh': `export RAN="\${RAN-}${name}"`,
  'conda-meta/state': '{"env_vars": {"MINE": "theirs"}}',
});

test('where nothing is active nothing changes', async () => {
  expect(await deactivate(plain, options)).toEqual(plain);
});

test('a venv', async () => {
  const env = {
    ...plain,
    PATH: '/v/bin:/usr/bin:/v/bin',
    VIRTUAL_ENV: '/v',
    VIRTUAL_ENV_PROMPT: 'v',
  };
  expect(await deactivate(env, options)).toEqual({ ...plain, PATH: '/usr/bin:/v/bin' });
});

describe('conda', () => {
  test('what was activated is undone', async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'envs/ml'), {
      ...scripts,
      'conda-meta/state': '{"env_vars": {"DECLARED": "1"}}',
    });
    const { env } = await activate(conda(prefix), plain, options);
    expect(env).toMatchObject({ CC: `${prefix}/bin/gcc`, DECLARED: '1' });
    expect(await deactivate(env, options)).toEqual({ ...plain, CONDA_SHLVL: '0' });
  });

  test('scripts run in the opposite order, with their prefix, and without it on PATH', async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'envs/ml'), {
      'etc/conda/deactivate.d/a.sh': 'export ORDER="$ORDER a $CONDA_PREFIX"',
      'etc/conda/deactivate.d/b.sh': 'export ORDER="b $PATH"',
    });
    const { env } = await activate(conda(prefix), plain, options);
    expect((await deactivate(env, options))['ORDER']).toBe(`b ${plain.PATH} a ${prefix}`);
  });

  test('of levels the top alone is active, and what conda has saved comes back', async () => {
    const folder = await temporaryFolder();
    const below = await makeConda(join(folder, 'envs/below'), noting('below'));
    const top = await makeConda(join(folder, 'envs/top'), noting('top'));
    const env = {
      ...plain,
      PATH: `${top}/bin:${plain.PATH}`,
      CONDA_PREFIX: top,
      CONDA_PREFIX_1: below,
      CONDA_SHLVL: '2',
      CONDA_DEFAULT_ENV: 'top',
      CONDA_EXE: '/opt/conda/bin/conda',
      MINE: 'theirs',
      __CONDA_SHLVL_0_MINE: 'mine',
      __CONDA_SHLVL_1_MINE: 'theirs',
    };
    const kept = { ...plain, CONDA_EXE: '/opt/conda/bin/conda', CONDA_SHLVL: '0', MINE: 'mine' };
    expect(await deactivate(env, options)).toEqual({ ...kept, RAN: 'top' });
    const stacked = {
      ...env,
      CONDA_STACKED_2: 'true',
      PATH: `${top}/bin:${below}/bin:/usr/bin:/bin`,
    };
    expect(await deactivate(stacked, options)).toEqual({ ...kept, RAN: 'topbelow' });
  });

  test('scripts that hang, and prefixes that are gone, do not stand in the way', async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'envs/ml'), {
      'etc/conda/deactivate.d/a.sh': 'sleep 100',
    });
    const { env } = await activate(conda(prefix), plain, options);
    expect(await deactivate(env, { timeoutMs: 200 })).toEqual({ ...plain, CONDA_SHLVL: '0' });
    const odd = { ...plain, CONDA_PREFIX: '/gone', CONDA_SHLVL: '1e9' };
    expect(await deactivate(odd, options)).toEqual({ ...plain, CONDA_SHLVL: '0' });
  });

  test("pixi's shell", async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'net/.pixi/envs/default'));
    const env = {
      ...plain,
      PATH: `${prefix}/bin:${plain.PATH}`,
      CONDA_PREFIX: prefix,
      CONDA_SHLVL: '1',
      PIXI_IN_SHELL: '1',
      PIXI_ENVIRONMENT_NAME: 'default',
      PIXI_PROJECT_ROOT: '/net',
      PIXI_HOME: '/home/ada/pixi',
    };
    expect(await deactivate(env, options)).toEqual({ ...plain, PIXI_HOME: '/home/ada/pixi' });
  });
});

const python = findExecutable(['python3'], { PATH: '/usr/bin:/usr/local/bin' });
test.runIf(python !== null)('a real venv, activated by its own script', async () => {
  const prefix = join(await temporaryFolder(), 'it is');
  const run = promisify(execFile);
  await run(python!, ['-m', 'venv', '--without-pip', prefix]);
  const print = `process.stdout.write(JSON.stringify(process.env))`;
  const { stdout } = await run(
    'sh',
    ['-c', '. "$1/bin/activate"; "$2" --eval "$3"', 'sh', prefix, process.execPath, print],
    { env: plain },
  );
  const active = JSON.parse(stdout) as Record<string, string>;
  expect(active).toMatchObject({ VIRTUAL_ENV: prefix });
  expect(await deactivate(active, options)).toMatchObject(plain);
  expect(await deactivate(active, options)).not.toHaveProperty('VIRTUAL_ENV');
});
