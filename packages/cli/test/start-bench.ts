import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheFolder } from '@stackbench/stacks';
import { onTestFinished } from 'vitest';

const bin = resolve(import.meta.dirname, '../bin/stackbench.mjs');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `pnpm bench` as a process, not on a terminal, with its own temporary, runtime and lock folder. */
export async function startBench(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ child: ChildProcess; ended: Promise<Ended> }> {
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-cli-'));
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...inherited } = process.env;
  const child = spawn(process.execPath, [bin, ...args], {
    env: {
      ...inherited,
      TMPDIR: folder,
      XDG_RUNTIME_DIR: folder,
      STACKBENCH_LOCKS: folder,
      COLUMNS: '100',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  }
  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, ...texts }));
  });
  const cleaned = ended.then(async (result) => {
    await rm(folder, { recursive: true, force: true });
    return result;
  });
  return { child, ended: cleaned };
}

/** Runs `pnpm bench` to its end. */
export async function bench(...args: string[]): Promise<Ended> {
  return (await startBench(args)).ended;
}

/** A folder of the test's own, gone after it. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Variables of a machine without Python environments and toolkits but for those of the system, in `folder`: where these are not
 * what is tested, looking into them is most of what a short run does. What WebGPU and the emulation are run by is that of this
 * user's cache.
 */
export async function makeBareHome(folder: string): Promise<NodeJS.ProcessEnv> {
  const [home, cache] = [join(folder, 'home'), join(folder, 'cache')];
  for (const made of [home, cache]) await mkdir(made, { recursive: true, mode: 0o700 });
  const kept = cacheFolder(process.env);
  for (const name of namesIn(kept).filter((each) =>
    /^(chromium|swiftshader|mesa)-|^emulation$/.test(each),
  ))
    await symlink(join(kept, name), join(cache, name));
  const managers = ['PYENV_ROOT', 'CONDA_PREFIX', 'VIRTUAL_ENV', 'XDG_CACHE_HOME'];
  const none = Object.fromEntries(managers.map((name) => [name, undefined]));
  return { ...none, HOME: home, STACKBENCH_CACHE: cache };
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
