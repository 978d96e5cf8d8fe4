import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { activate } from '../../src/activation/activate.ts';
import { findExecutable } from '../../src/find-executable.ts';
import type { PythonEnvironment } from '../../src/python/python-environment.ts';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { hostileNames, makeConda } from '../support/machines.ts';

const base = {
  PATH: '/usr/bin:/bin',
  HOME: '/home/ada',
  LD_LIBRARY_PATH: '/mine',
  PYTHONHOME: '/x',
};
const options = { timeoutMs: 10_000 };

function environment(
  kind: PythonEnvironment['kind'],
  prefix: string,
  interpreter: string | null = join(prefix, 'bin/python'),
): PythonEnvironment {
  return { kind, name: basename(prefix), prefix, interpreter, foundBy: 'test', venv: null };
}

async function nameOf(prefix: string): Promise<string | undefined> {
  const { env } = await activate(environment('conda', prefix), base, options);
  return env['CONDA_DEFAULT_ENV'];
}

describe('conda', () => {
  test('its variables and PATH are set, and no shell is needed', async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'envs/ml'));
    const { env, changes, by, problem } = await activate(
      environment('conda', prefix),
      base,
      options,
    );
    expect({ by, problem }).toEqual({ by: "conda's procedure", problem: null });
    expect(changes).toEqual({
      CONDA_DEFAULT_ENV: 'ml',
      CONDA_PREFIX: prefix,
      CONDA_PROMPT_MODIFIER: '(ml) ',
      CONDA_SHLVL: '1',
      PATH: `${prefix}/bin:/usr/bin:/bin`,
    });
    expect(env).toEqual({ ...base, ...changes });
  });

  test('an install is base, an environment elsewhere is called by its path', async () => {
    const folder = await temporaryFolder();
    const root = await makeConda(join(folder, 'conda'), { 'condabin/conda': '' });
    const other = await makeConda(join(folder, 'other'));
    expect([await nameOf(root), await nameOf(other)]).toEqual(['base', other]);
  });

  test('variables are declared by packages and, over them, by the environment; scripts see them', async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'envs/ml'), {
      'etc/conda/env_vars.d/a.json': '{"FROM_A": "a", "BOTH": "a", "ODD": 3}',
      'etc/conda/env_vars.d/b.json': '{"BOTH": "b", "STATE": "b"}',
      'etc/conda/env_vars.d/broken.json': '{',
      'conda-meta/state':
        '{"version": 1, "env_vars": {"STATE": "s", "LD_LIBRARY_PATH": "***unset***", "A=B": "x"}}',
      'etc/conda/activate.d/1.sh': 'export SEEN="$FROM_A $BOTH $STATE ${LD_LIBRARY_PATH-gone}"',
    });
    const { changes } = await activate(environment('conda', prefix), base, options);
    expect(changes).toMatchObject({
      FROM_A: 'a',
      BOTH: 'b',
      STATE: 's',
      LD_LIBRARY_PATH: null,
      SEEN: 'a b s gone',
    });
  });

  test('scripts are sourced in order, and may do what they like', async () => {
    const prefix = await makeConda(join(await temporaryFolder(), 'envs/ml'), {
      'etc/conda/activate.d/1-first.sh':
        'echo "{}"; echo noise >&2; export ORDER=1 CUDA_HOME="$CONDA_PREFIX"; set -eu; set -- a b; cd /',
      'etc/conda/activate.d/2-second.sh':
        'export ORDER="$ORDER 2" TEXT="line\n\\"quoted\\" é"; unset PYTHONHOME; echo $NOT_SET; false',
      'etc/conda/activate.d/3-third.sh':
        'exec 3>/dev/null; ORDER="$ORDER 3"; export BASH_SAYS="${BASH_VERSION:+bash}"',
      'etc/conda/activate.d/4.bat': 'exit 1',
      'etc/conda/activate.d/.hidden.sh': 'exit 1',
    });
    const { changes, problem } = await activate(environment('conda', prefix), base, options);
    expect(problem).toBeNull();
    expect(changes).toEqual({
      BASH_SAYS: 'bash',
      CONDA_DEFAULT_ENV: 'ml',
      CONDA_PREFIX: prefix,
      CONDA_PROMPT_MODIFIER: '(ml) ',
      CONDA_SHLVL: '1',
      CUDA_HOME: prefix,
      ORDER: '1 2 3',
      PATH: `${prefix}/bin:/usr/bin:/bin`,
      PYTHONHOME: null,
      TEXT: 'line\n"quoted" é',
    });
  });

  test("the shell's own start-up files stay out of it", async () => {
    const folder = await temporaryFolder();
    const prefix = await makeConda(join(folder, 'envs/ml'), {
      'etc/conda/activate.d/1.sh': 'export DONE=1',
    });
    const startup = await writeText(join(folder, 'startup'), 'export STARTED=1');
    const plain = { ...base, BASH_ENV: startup, ENV: startup };
    const { env } = await activate(environment('conda', prefix), plain, options);
    expect(env).toMatchObject({ DONE: '1', BASH_ENV: startup, ENV: startup });
    expect(env).not.toHaveProperty('STARTED');
  });

  test('hostile names are paths, whatever they hold', async () => {
    const folder = await temporaryFolder();
    for (const name of hostileNames) {
      const prefix = await makeConda(join(folder, 'envs', name), {
        [`etc/conda/activate.d/${name}.sh`]: 'export SOURCED="$CONDA_PREFIX"',
      });
      const { env, problem } = await activate(environment('conda', prefix), base, {
        ...options,
      });
      expect(problem).toBeNull();
      expect(env).toMatchObject({ SOURCED: prefix, CONDA_DEFAULT_ENV: name });
    }
    const all = [...(await readdir(folder, { recursive: true })), ...(await readdir('.'))];
    expect(all.filter((path) => basename(path) === 'pwned')).toEqual([]);
  });
});

/** As pixi 0.70 prints it; pixi itself is not at hand. */
const hook = (prefix: string) =>
  JSON.stringify({
    environment_variables: {
      CONDA_DEFAULT_ENV: 'net',
      CONDA_PREFIX: prefix,
      PATH: `${prefix}/bin:/usr/bin:/bin`,
      PIXI_ENVIRONMENT_NAME: 'gpu',
      PIXI_PROJECT_ROOT: '/home/ada/net',
      FROM_MANIFEST: 'yes',
    },
  });

async function project(script: (prefix: string) => string) {
  const folder = await temporaryFolder();
  const prefix = await makeConda(join(folder, 'net; $(id)/.pixi/envs/gpu'), {
    'etc/conda/activate.d/1.sh': 'export FROM_PACKAGE=1',
  });
  await writeText(join(folder, 'net; $(id)/pixi.toml'));
  const bin = join(folder, 'bin');
  await writeTool(join(bin, 'pixi'), script(prefix));
  const plain = { ...base, PATH: `${bin}:/usr/bin:/bin` };
  const activation = await activate(environment('pixi', prefix), plain, { timeoutMs: 1000 });
  return { folder, prefix, activation };
}

describe('pixi', () => {
  test('its own answer counts, and it is asked to change nothing', async () => {
    const { folder, prefix, activation } = await project(
      (at) => `printf '%s\\n' "$@" > "$0.args"; cat <<'END'\n${hook(at)}\nEND`,
    );
    expect(activation).toMatchObject({ by: 'pixi shell-hook', problem: null });
    expect(activation.env).toMatchObject({ FROM_MANIFEST: 'yes', LD_LIBRARY_PATH: '/mine' });
    expect(activation.env).not.toHaveProperty('FROM_PACKAGE');
    expect(activation.changes['CONDA_PREFIX']).toBe(prefix);
    const { stdout } = await promisify(execFile)('cat', [join(folder, 'bin/pixi.args')]);
    expect(stdout.split('\n')).toEqual([
      'shell-hook',
      '--json',
      '--no-install',
      '--frozen',
      `--manifest-path=${folder}/net; $(id)/pixi.toml`,
      '--environment=gpu',
      '',
    ]);
  });

  test.each([
    ['echo "lock file is gone" >&2; exit 1', /exit code 1: lock file is gone/],
    ['echo garbage', /nothing that makes sense/],
    [`echo '{"environment_variables": []}'`, /nothing that makes sense/],
    ['sleep 60', /did not answer within 1 s/],
  ])('where it fails (%s), packages still get what they want', async (script, reason) => {
    const { activation } = await project(() => script);
    expect(activation.by).toBe("conda's procedure");
    expect(activation.env).toMatchObject({ FROM_PACKAGE: '1' });
    expect(activation.problem?.reason).toMatch(reason);
  });

  test('a global environment has no project to ask for', async () => {
    const home = await temporaryFolder();
    const prefix = await makeConda(join(home, '.pixi/envs/ruff'));
    await writeTool(join(home, '.pixi/bin/pixi'), 'exit 1');
    const plain = { ...base, HOME: home };
    const { by, problem } = await activate(environment('pixi', prefix), plain, options);
    expect({ by, problem }).toEqual({ by: "conda's procedure", problem: null });
  });
});

describe('the others', () => {
  test('a venv', async () => {
    const { changes, by } = await activate(environment('venv', '/home/ada/n/.venv'), base, options);
    expect(by).toBe("venv's procedure");
    expect(changes).toEqual({
      PATH: '/home/ada/n/.venv/bin:/usr/bin:/bin',
      PYTHONHOME: null,
      VIRTUAL_ENV: '/home/ada/n/.venv',
      VIRTUAL_ENV_PROMPT: '.venv',
    });
  });

  test.each(['pyenv', 'uv'] as const)('%s', async (kind) => {
    const { changes, by } = await activate(environment(kind, '/v/3.12'), base, options);
    expect({ changes, by }).toEqual({
      changes: { PATH: '/v/3.12/bin:/usr/bin:/bin' },
      by: 'PATH alone',
    });
  });

  test('the system', async () => {
    const activation = await activate(environment('system', '/usr'), base, options);
    expect(activation).toEqual({ env: base, changes: {}, by: 'none', problem: null });
  });

  const python = findExecutable(['python3'], { PATH: '/usr/bin:/usr/local/bin' });
  test.runIf(python !== null)('a real venv says what its own script says', async () => {
    const prefix = join(await temporaryFolder(), 'a real one');
    await promisify(execFile)(python!, ['-m', 'venv', '--without-pip', prefix]);
    const plain = { PATH: '/usr/bin:/bin', HOME: '/home/ada' };
    const { env } = await activate(environment('venv', prefix), plain, options);
    const ask = `import os, sys; print(sys.prefix, sys.executable, os.environ['PATH'], os.environ['VIRTUAL_ENV'], sep='\\n')`;
    const run = promisify(execFile);
    const ours = await run('python', ['-c', ask], { env });
    const its = await run(
      'sh',
      ['-c', '. "$1/bin/activate"; exec python -c "$2"', 'sh', prefix, ask],
      { env: plain },
    );
    expect(ours.stdout).toBe(its.stdout);
    expect(ours.stdout.split('\n').slice(0, 2)).toEqual([prefix, `${prefix}/bin/python`]);
  });
});
