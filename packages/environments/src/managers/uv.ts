import { dirname, join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { interpreterOf, pythonLineOf } from './interpreter.ts';
import type { Job, Manager, OnFetched, Resolution } from './manager.ts';
import { indexArguments, nameIndexes } from './name-indexes.ts';
import { readPylock } from './pylock.ts';
import { type RunFor, stepsOf } from './steps-of.ts';

const lockName = 'pylock.toml';

/** uv as a maker of venvs, and of folders for toolkits. */
export function createUv(file: string, version: string, foundBy: string): Manager {
  const run = stepsOf(file);
  return {
    name: 'uv',
    version,
    foundBy,
    formats: ['requirements', 'project'],
    lockNames: [lockName],
    cache: async (job) =>
      (await run(job, "ask uv for its cache's place", ['cache', 'dir'])).stdout.trim(),
    resolve: async (job) => {
      const { setup } = job;
      const lock = job.lock?.[lockName] ?? (await compile(job, run));
      return {
        lock: { [lockName]: lock },
        packages: readPylock(lock, dirname(setup.file)),
        cached: await findCached(job, lock, run),
      };
    },
    install: async (job, { lock, packages }, onFetched) => {
      const { setup, prefix } = job;
      if (!setup.isToolkit) await makeVenv(job, run);
      const python = setup.isToolkit
        ? ['--python', pythonLineOf(job.setup), '--target', prefix]
        : ['--python', interpreterOf(prefix), compileBytecode];
      const onLine = readProgress(packages, onFetched);
      const text = lock?.[lockName] ?? '';
      await withLock(job, text, (path) => {
        const args = ['pip', 'install', ...python, '--requirement', path, ...indexArguments(text)];
        return run(job, `install ${setup.file}`, args, { onLine });
      });
      return lock ?? {};
    },
  };
}

/** Workers leave no bytecode in an environment: without it, each start of one would compile what torch imports. */
export const compileBytecode = '--compile-bytecode';

async function compile(job: Job, run: RunFor): Promise<string> {
  const { file } = job.setup;
  const compiled = async (format: readonly string[]) => {
    const line = ['--python-version', pythonLineOf(job.setup)];
    const args = ['pip', 'compile', file, '--no-header', '--quiet', ...line, ...format];
    return (await run(job, `resolve ${file}`, args)).stdout;
  };
  const lock = await compiled(['--format', 'pylock.toml']);
  return nameIndexes(lock, await compiled(['--no-annotate', '--emit-index-annotation']));
}

/** Names of what need not be downloaded: uv says so only to those who debug. */
async function findCached(job: Job, lock: string, run: RunFor): Promise<Set<string>> {
  const { stderr } = await withLock(job, lock, (path) =>
    run(job, 'ask uv what it has', [
      'pip',
      'install',
      '--dry-run',
      '--verbose',
      '--python',
      pythonLineOf(job.setup),
      '--target',
      join(job.folder, 'nothing'),
      '--requirement',
      path,
      ...indexArguments(lock),
    ]),
  );
  const names = stderr.matchAll(/already cached: ([\w.-]+?)(?:==| @)/g);
  return new Set([...names].map(([, name = '']) => name));
}

/** uv takes a lock from a file, whose paths are relative to its folder; it stays as what was resolved. */
async function withLock<T>(job: Job, lock: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(job.folder, lockName);
  await writeFile(path, lock);
  return use(path);
}

async function makeVenv(job: Job, run: RunFor): Promise<void> {
  const python = pythonLineOf(job.setup);
  await run(job, `make a venv in ${job.prefix} (it takes a Python ${python})`, [
    'venv',
    '--quiet',
    '--no-project',
    '--python',
    python,
    job.prefix,
  ]);
}

/** Counts what uv says it has downloaded: a line for each package of some size once it is there. */
function readProgress(
  packages: Resolution['packages'],
  onFetched: OnFetched,
): (line: string) => void {
  let bytes = 0;
  return (line) => {
    const [, name] = /^\s*Downloaded (\S+)/.exec(line) ?? [];
    if (name === undefined) return;
    bytes += packages.get(name) ?? 0;
    onFetched(bytes);
  };
}
