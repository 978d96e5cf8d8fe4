import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findExecutable } from '../../src/find-executable.ts';
import { findEnvironments } from '../../src/python/find-environments.ts';
import type { PythonEnvironment } from '../../src/python/python-environment.ts';
import { writeLink, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { emptyMachine, hostileNames, makeConda, makeVenv } from '../support/machines.ts';

const brief = ({ kind, name, foundBy }: PythonEnvironment) => [kind, name, foundBy];

test('a machine with nothing has no environments', async () => {
  expect(findEnvironments(await emptyMachine())).toEqual([]);
});

describe('conda', () => {
  test.each([
    ['home/ada/miniforge3/envs/ml', 'ml', '~/miniforge3/envs'],
    ['opt/conda/envs/ml', 'ml', '/opt/conda/envs'],
    ['home/ada/.local/share/mamba/envs/ml', 'ml', '~/.local/share/mamba/envs'],
    ['home/ada/.conda/envs/ml', 'ml', '~/.conda/envs'],
    ['home/ada/project/env', 'env', 'working folder'],
  ])('%s', async (path, name, foundBy) => {
    const places = await emptyMachine();
    const prefix = await makeConda(join(places.root, path));
    expect(findEnvironments(places)).toEqual([
      {
        kind: 'conda',
        name,
        prefix,
        interpreter: join(prefix, 'bin/python'),
        foundBy,
        venv: null,
      },
    ]);
  });

  test('an install is base, and its environments are found with it', async () => {
    const places = await emptyMachine();
    const root = await makeConda(join(places.root, 'opt/miniconda3'));
    await makeConda(join(root, 'envs/ml'));
    // The package conda in an environment does not make it an install.
    await makeConda(join(root, 'envs/tools'), { 'condabin/conda': '' });
    expect(findEnvironments(places).map(brief)).toEqual([
      ['conda', 'base', '/opt/miniconda3'],
      ['conda', 'ml', '/opt/miniconda3/envs'],
      ['conda', 'tools', '/opt/miniconda3/envs'],
    ]);
  });

  test('variables, levels below the active environment included', async () => {
    const places = await emptyMachine();
    const at = (name: string) => join(places.root, 'far', name);
    for (const name of ['top', 'below', 'envs1/a', 'envs2/b', 'mamba/envs/c', 'exe/envs/d']) {
      await makeConda(at(name));
    }
    await writeTool(at('exe/bin/conda'));
    const env = {
      CONDA_PREFIX: at('top'),
      CONDA_PREFIX_1: at('below'),
      CONDA_ENVS_DIRS: at('envs1'),
      CONDA_ENVS_PATH: `:${at('envs2')}`,
      MAMBA_ROOT_PREFIX: at('mamba'),
      CONDA_EXE: at('exe/bin/conda'),
    };
    expect(findEnvironments({ ...places, env }).map(brief)).toEqual([
      ['conda', 'top', 'CONDA_PREFIX'],
      ['conda', 'below', 'CONDA_PREFIX_1'],
      ['conda', 'c', at('mamba/envs').replace(places.root, '')],
      ['conda', 'd', at('exe/envs').replace(places.root, '')],
      ['conda', 'a', 'CONDA_ENVS_DIRS'],
      ['conda', 'b', 'CONDA_ENVS_PATH'],
    ]);
  });

  test('the list that conda keeps, without what is gone', async () => {
    const places = await emptyMachine();
    const prefix = await makeConda(join(places.root, 'far/ml'));
    const list = `\n${prefix}\n/gone\n# ${prefix}\n`;
    await writeText(join(places.home, '.conda/environments.txt'), list);
    expect(findEnvironments(places).map(brief)).toEqual([
      ['conda', 'ml', '~/.conda/environments.txt'],
    ]);
  });

  test('prefixes that a manager knows', async () => {
    const places = await emptyMachine();
    const prefix = await makeConda(join(places.root, 'far/ml'));
    const known = [{ prefix, foundBy: 'conda info' }];
    expect(findEnvironments(places, known).map(brief)).toEqual([['conda', 'ml', 'conda info']]);
  });
});

describe('pixi', () => {
  test('environments of a project are found from below it, and named after it', async () => {
    const places = await emptyMachine();
    const project = join(places.root, 'home/ada/code/net');
    await makeConda(join(project, '.pixi/envs/default'));
    const gpu = await makeConda(join(project, '.pixi/envs/gpu'));
    await writeText(join(project, 'pixi.toml'));
    const record = { manifest_path: join(project, 'pixi.toml'), environment_name: 'cuda-12' };
    await writeText(join(gpu, 'conda-meta/pixi'), JSON.stringify(record));
    await makeConda(join(places.home, '.pixi/envs/ruff'));
    const workingFolder = join(project, 'src/deep');
    expect(findEnvironments({ ...places, workingFolder }).map(brief)).toEqual([
      ['pixi', 'net', '~/code/net/.pixi/envs'],
      ['pixi', 'net/cuda-12', '~/code/net/.pixi/envs'],
      ['pixi', 'global/ruff', '~/.pixi/envs'],
    ]);
  });

  test('a record that makes no sense does not matter', async () => {
    const places = await emptyMachine();
    await writeText(join(places.workingFolder, 'pyproject.toml'));
    const files = { 'conda-meta/pixi': '[1' };
    await makeConda(join(places.workingFolder, '.pixi/envs/default'), files);
    expect(findEnvironments(places).map(brief)[0]).toEqual([
      'pixi',
      'project',
      '~/project/.pixi/envs',
    ]);
  });
});

describe('venvs', () => {
  test.each([
    ['project/.venv', '.venv', 'working folder'],
    ['project/anything', 'anything', 'working folder'],
    ['.virtualenvs/ml', 'ml', '~/.virtualenvs'],
    ['venvs/ml', 'ml', '~/venvs'],
    ['.venv', '~/.venv', 'home folder'],
    ['.local/share/virtualenvs/net-Ab1', 'net-Ab1', '~/.local/share/virtualenvs'],
    ['.local/share/pipx/venvs/ruff', 'ruff', '~/.local/share/pipx/venvs'],
    ['.local/share/uv/tools/ruff', 'ruff', '~/.local/share/uv/tools'],
    ['.cache/pypoetry/virtualenvs/net-py3.12', 'net-py3.12', '~/.cache/pypoetry/virtualenvs'],
    ['.local/share/hatch/env/virtual/net/Xy9/test', 'test', '~/.local/share/hatch/env/virtual'],
  ])('~/%s', async (path, name, foundBy) => {
    const places = await emptyMachine();
    await makeVenv(join(places.home, path));
    expect(findEnvironments(places).map(brief)).toEqual([['venv', name, foundBy]]);
  });

  test('variables name them, generic names tell the folder above', async () => {
    const places = await emptyMachine();
    const far = join(places.root, 'far');
    await makeVenv(join(far, 'net/.venv'));
    await makeVenv(join(far, 'all/ml'));
    await makeVenv(join(far, 'path/env'));
    const env = {
      VIRTUAL_ENV: join(far, 'net/.venv'),
      WORKON_HOME: join(far, 'all'),
      PATH: join(far, 'path/env/bin'),
    };
    expect(findEnvironments({ ...places, env }).map(brief)).toEqual([
      ['venv', 'net/.venv', 'VIRTUAL_ENV'],
      ['venv', 'path/env', 'PATH'],
      ['venv', 'ml', 'WORKON_HOME'],
    ]);
  });

  test.each([
    ['home = /usr/bin\nuv = 0.9.1\n', { createdBy: 'uv', base: '/usr/bin' }],
    ['home=/opt/a=b\r\nvirtualenv = 20.1\r\n', { createdBy: 'virtualenv', base: '/opt/a=b' }],
    ['', { createdBy: 'venv', base: null }],
  ])('%j', async (configuration, venv) => {
    const places = await emptyMachine();
    await makeVenv(join(places.workingFolder, '.venv'), configuration);
    expect(findEnvironments(places)[0]).toMatchObject({ kind: 'venv', venv });
  });

  test('one whose Python is gone is told without an interpreter', async () => {
    const places = await emptyMachine();
    const prefix = await makeVenv(join(places.workingFolder, '.venv'));
    await rm(join(prefix, 'bin/python'));
    await symlink('/gone/python3.9', join(prefix, 'bin/python'));
    await symlink('python', join(prefix, 'bin/python3'));
    expect(findEnvironments(places)).toMatchObject([{ kind: 'venv', interpreter: null }]);
  });

  const python = findExecutable(['python3'], { PATH: '/usr/bin:/usr/local/bin' });
  test.runIf(python !== null)('a real venv is never one with its base', async () => {
    const places = await emptyMachine();
    const prefix = join(places.workingFolder, 'it is; mine');
    await promisify(execFile)(python!, ['-m', 'venv', '--without-pip', prefix]);
    const env = { PATH: `${join(prefix, 'bin')}:/usr/bin:/usr/local/bin` };
    const found = findEnvironments({ ...places, env });
    const base = await realpath(python!);
    expect(found.find(({ kind }) => kind === 'venv')).toEqual({
      kind: 'venv',
      name: 'it is; mine',
      prefix,
      interpreter: join(prefix, 'bin/python'),
      foundBy: 'PATH',
      venv: { createdBy: 'venv', base: expect.any(String) as string },
    });
    const system = found.filter(({ kind }) => kind === 'system');
    const reals = await Promise.all(system.map(({ interpreter }) => realpath(interpreter!)));
    expect(reals).toContain(base);
    expect(new Set(reals).size).toBe(reals.length);
  });
});

describe('interpreters of pyenv and uv', () => {
  test('versions count once, what is beside them is what it is', async () => {
    const places = await emptyMachine();
    const versions = join(places.home, '.pyenv/versions');
    await writeTool(join(versions, '3.12.1/bin/python'));
    await symlink('3.12.1', join(versions, '3.12'));
    await makeVenv(join(versions, '3.12.1/envs/net'));
    await symlink('3.12.1/envs/net', join(versions, 'net'));
    await makeConda(join(versions, 'miniforge3-24'), { 'condabin/conda': '' });
    await mkdir(join(versions, '3.13.0'));
    const uv = join(places.home, '.local/share/uv/python');
    await writeTool(join(uv, 'cpython-3.13.1-linux-x86_64-gnu/bin/python'));
    await symlink('cpython-3.13.1-linux-x86_64-gnu', join(uv, 'cpython-3.13-linux-x86_64-gnu'));
    await writeText(join(uv, '.lock'));
    expect(findEnvironments(places).map(brief)).toEqual([
      ['pyenv', '3.12.1', '~/.pyenv/versions'],
      ['venv', 'net', '~/.pyenv/versions/3.12/envs'],
      ['conda', 'base', '~/.pyenv/versions'],
      ['uv', 'cpython-3.13.1-linux-x86_64-gnu', '~/.local/share/uv/python'],
    ]);
  });

  test('variables move their folders', async () => {
    const places = await emptyMachine();
    const far = join(places.root, 'far');
    await writeTool(join(far, 'pyenv/versions/3.8.18/bin/python3'));
    await writeTool(join(far, 'uv/cpython-3.13/bin/python'));
    const env = { PYENV_ROOT: join(far, 'pyenv'), UV_PYTHON_INSTALL_DIR: join(far, 'uv') };
    expect(findEnvironments({ ...places, env }).map(brief)).toEqual([
      ['pyenv', '3.8.18', '/far/pyenv/versions'],
      ['uv', 'cpython-3.13', 'UV_PYTHON_INSTALL_DIR'],
    ]);
  });
});

describe('the system', () => {
  test('each real interpreter once, and nothing that only looks like one', async () => {
    const places = await emptyMachine();
    const bin = join(places.root, 'usr/bin');
    const real = await writeTool(join(bin, 'python3.11'));
    await symlink('python3.11', join(bin, 'python3'));
    for (const name of ['python3-config', 'python3.11-config', 'python3-futurize', 'python2.7']) {
      await writeTool(join(bin, name));
    }
    await symlink('gone', join(bin, 'python3.9'));
    await writeLink(join(places.root, 'usr/local/bin/python3'), real);
    await writeTool(join(places.root, 'opt/homebrew/bin/python3.13'));
    expect(findEnvironments(places)).toEqual([
      {
        kind: 'system',
        name: 'python3.11',
        prefix: join(places.root, 'usr'),
        interpreter: join(bin, 'python3'),
        foundBy: '/usr/bin',
        venv: null,
      },
      expect.objectContaining({ name: 'python3.13', foundBy: '/opt/homebrew/bin' }),
    ]);
  });

  test('PATH, but no shims, nothing relative, and nothing of an environment found', async () => {
    const places = await emptyMachine();
    const { root, home } = places;
    const own = await writeTool(join(root, 'opt/python/bin/python3.14'));
    await writeTool(join(home, '.pyenv/shims/python3'));
    const conda = await makeConda(join(home, 'miniforge3'), { 'condabin/conda': '' });
    await writeTool(join(conda, 'bin/python3'));
    const uv = await writeTool(join(home, '.local/share/uv/python/cpython-3.13/bin/python'));
    await writeLink(join(home, '.local/bin/python3.13'), uv);
    const PATH = [
      '.',
      join(home, '.pyenv/shims'),
      join(conda, 'bin'),
      join(home, '.local/bin'),
      join(root, 'opt/python/bin'),
    ].join(':');
    const found = findEnvironments({ ...places, env: { PATH } });
    expect(found.map(brief)).toEqual([
      ['conda', 'base', 'PATH'],
      ['uv', 'cpython-3.13', '~/.local/share/uv/python'],
      ['system', 'python3.14', 'PATH'],
    ]);
    expect(found.at(-1)?.interpreter).toBe(own);
  });
});

describe('what a disk may hold', () => {
  test('hostile names are names', async () => {
    const places = await emptyMachine();
    for (const name of hostileNames) {
      await makeVenv(join(places.workingFolder, name));
      await makeConda(join(places.home, 'miniforge3/envs', name));
    }
    const found = findEnvironments(places);
    for (const kind of ['venv', 'conda']) {
      const names = found.filter((each) => each.kind === kind).map(({ name }) => name);
      expect(names.toSorted()).toEqual(hostileNames.toSorted());
    }
    expect(found.every(({ interpreter }) => interpreter !== null)).toBe(true);
    const all = await readdir(places.root, { recursive: true });
    expect(all.filter((path) => basename(path) === 'pwned')).toEqual([]);
  });

  test('loops, links to nowhere, files in place of folders and closed folders are nothing', async () => {
    const places = await emptyMachine();
    const { home } = places;
    await writeLink(join(home, 'envs/loop'), 'loop');
    await writeLink(join(home, 'envs/nowhere'), '/gone');
    await writeText(join(home, 'envs/file'));
    await writeText(join(home, 'miniconda3'));
    await writeText(join(home, 'envs/odd/conda-meta'));
    await writeLink(join(home, '.condarc'), '.condarc');
    await mkdir(join(home, 'envs/odd2/pyvenv.cfg'), { recursive: true });
    const closed = await makeVenv(join(home, 'envs/closed'));
    await writeLink(join(home, 'envs/up'), '..');
    await chmod(closed, 0);
    const found = findEnvironments({ ...places, env: { VIRTUAL_ENV: '/gone', CONDA_PREFIX: '' } });
    await chmod(closed, 0o755);
    // Nothing is closed to root.
    expect(found.length).toBe(process.getuid?.() === 0 ? 1 : 0);
  });

  test('of many ways to one environment the first is told', async () => {
    const places = await emptyMachine();
    const prefix = await makeConda(join(places.home, 'miniforge3/envs/ml'));
    await writeLink(join(places.home, 'envs/alias'), prefix);
    await writeText(join(places.home, '.conda/environments.txt'), `${prefix}\n`);
    const env = { CONDA_PREFIX: join(places.home, 'envs/alias') };
    expect(findEnvironments({ ...places, env }).map(brief)).toEqual([
      ['conda', 'ml', 'CONDA_PREFIX'],
    ]);
  });

  test('a hundred environments take no time', async () => {
    const places = await emptyMachine();
    for (let i = 0; i < 50; i++) {
      await makeConda(join(places.home, `miniforge3/envs/e${i}`));
      await makeVenv(join(places.home, `.virtualenvs/v${i}`));
    }
    const start = performance.now();
    expect(findEnvironments(places)).toHaveLength(100);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
