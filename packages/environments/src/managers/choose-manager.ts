import { basename } from 'node:path';
import { BenchError } from '@stackbench/model';
import { findExecutable } from '@stackbench/stacks';
import { type Environment, runTool, timeLimitMs } from '@stackbench/workers';
import type { Setup, SetupFormat } from '../setup/setup.ts';
import { createConda } from './conda.ts';
import { deactivated } from './deactivated.ts';
import { pythonLineOf } from './interpreter.ts';
import { type Manager, type ManagerName, managerNames } from './manager.ts';
import { createPixi } from './pixi.ts';
import { createRattler } from './rattler.ts';
import { provideCondaTools, provideUv } from './tools.ts';
import { createUv } from './uv.ts';
import { createVenv } from './venv.ts';

/** Tools that read a format, the one to take first: the quick before the slow, the built-in last. */
const fitting: Readonly<Record<SetupFormat, readonly ManagerName[]>> = {
  requirements: ['uv', 'venv'],
  project: ['uv'],
  conda: ['mamba', 'micromamba', 'conda', 'rattler'],
  pixi: ['pixi'],
};

export interface ChooseOptions {
  env: Environment;
  signal: AbortSignal | undefined;
  /** The tool that was asked for. */
  with: string | undefined;
}

/**
 * The tool that makes a setup: the one that was asked for, or the first found that reads it.
 * @throws BenchError when there is none, or when it was interrupted
 */
export async function chooseManager(setup: Setup, options: ChooseOptions): Promise<Manager> {
  const names = toolsFor(setup, options.with);
  const reasons: string[] = [];
  for (const name of names) {
    try {
      const manager = await find(name, setup, options);
      if (manager !== null) return manager;
    } catch (error) {
      if (!(error instanceof BenchError) || options.signal?.aborted === true) throw error;
      reasons.push(error.message);
    }
  }
  throw new BenchError(
    [`Nothing that makes ${setup.file} is on this machine: ${names.join(', ')}`, ...reasons].join(
      '\n',
    ),
    { fix: `Install ${names[0]} and put it on PATH.` },
  );
}

/**
 * The tools that read a setup, or the one of them that was asked for, whether they are here or not.
 * @throws BenchError for a tool that is unknown, or does not read it
 */
export function toolsFor(setup: Setup, asked: string | undefined): readonly ManagerName[] {
  const names = fitting[setup.format];
  if (asked === undefined) return names;
  const chosen = managerNames.find((name) => name === (asked === 'pip' ? 'venv' : asked));
  if (chosen === undefined) {
    throw new BenchError(`There is no tool '${asked}' that makes environments`, {
      fix: `Use one of ${managerNames.join(', ')}.`,
    });
  }
  if (names.includes(chosen)) return [chosen];
  throw new BenchError(
    `${chosen} does not read ${basename(setup.file)}, which is for ${names.join(', ')}`,
    {
      fix: `Use --with ${names[0]}, or leave --with out.`,
    },
  );
}

/** The tool of that name; null where it is not on this machine. */
async function find(
  name: ManagerName,
  setup: Setup,
  options: ChooseOptions,
): Promise<Manager | null> {
  const { env, signal } = options;
  switch (name) {
    case 'uv': {
      const { file, foundBy } = await provideUv(env, signal);
      return createUv(file, await askVersion(file, ['--version'], options), foundBy);
    }
    case 'rattler': {
      const uv = await provideUv(env, signal);
      const python = await provideCondaTools(uv.file, env, signal);
      const ask = ['-c', 'import rattler; print(rattler.__version__)'];
      return createRattler(
        { python, uv: uv.file },
        await askVersion(python, ask, options),
        'built in',
      );
    }
    case 'venv':
      return findVenv(setup, options);
    case 'pixi': {
      const file = findExecutable(['pixi'], env);
      return file === null
        ? null
        : createPixi(file, await askVersion(file, ['--version'], options), 'PATH');
    }
    default: {
      const variable = name === 'conda' ? env['CONDA_EXE'] : env['MAMBA_EXE'];
      const named = variable !== undefined && basename(variable).startsWith(name) ? variable : null;
      const file = findExecutable([name], env) ?? named;
      return file === null
        ? null
        : createConda(name, file, await askVersion(file, ['--version'], options), 'PATH');
    }
  }
}

/** An interpreter of the setup's line that can make venvs. */
async function findVenv(setup: Setup, options: ChooseOptions): Promise<Manager | null> {
  const line = pythonLineOf(setup);
  const file = findExecutable([`python${line}`, 'python3', 'python'], options.env);
  if (file === null) return null;
  const ask = [
    '-c',
    'import sys, venv, ensurepip, pip; print(sys.version.split()[0], pip.__version__)',
  ];
  const said = await askVersion(file, ask, options);
  const [python = '', pip = ''] = said.split(' ');
  if (setup.python !== null && !python.startsWith(`${line}.`)) {
    throw new BenchError(`${file} is Python ${python}, and the setup is for ${line}`);
  }
  return createVenv({ python: file, pipVersion: pip }, `${pip} of Python ${python}`, 'PATH');
}

/** The first version in what a tool says; 'unknown' where it says none. */
async function askVersion(
  file: string,
  args: readonly string[],
  { env, signal }: ChooseOptions,
): Promise<string> {
  const said = await runTool(file, args, {
    timeoutMs: timeLimitMs('start'),
    env: deactivated(env),
    signal,
  });
  if (!said.ok) {
    const words = said.stderr.trim().slice(-300);
    throw new BenchError(`${file} ${said.reason}${words === '' ? '' : `: ${words}`}`);
  }
  return args[0] === '-c'
    ? said.stdout.trim()
    : (/\d+(?:\.\d+)+/.exec(said.stdout)?.[0] ?? 'unknown');
}
