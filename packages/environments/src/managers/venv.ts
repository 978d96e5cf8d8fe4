import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLowerVersion } from '@stackbench/stacks';
import { interpreterOf } from './interpreter.ts';
import type { Manager, OnFetched } from './manager.ts';
import { namesInLock, writePipLock } from './pip-lock.ts';
import { stepsOf } from './steps-of.ts';

const lockName = 'requirements.lock';
const oldestRaw = '24.1';
const oldestResuming = '25.1';

/**
 * The standard library's venv with pip.
 * @param python the interpreter that venvs are made from, and whose pip installs into them
 */
export function createVenv(
  { python, pipVersion }: { python: string; pipVersion: string },
  version: string,
  foundBy: string,
): Manager {
  const options = [
    // Only this progress can be read by a program.
    ...(isLowerVersion(pipVersion, oldestRaw) ? [] : ['--progress-bar', 'raw']),
    // 25.1 itself does not resume unless it is told to.
    ...(isLowerVersion(pipVersion, oldestResuming) ? [] : ['--resume-retries', '5']),
  ];
  const run = stepsOf(python);
  const pip = stepsOf(python, ['-m', 'pip']);
  return {
    name: 'venv',
    version,
    foundBy,
    formats: ['requirements'],
    lockNames: [lockName],
    cache: async (job) =>
      (await pip(job, "ask pip for its cache's place", ['cache', 'dir'])).stdout.trim(),
    resolve: async (job) => {
      const { file } = job.setup;
      const text =
        job.lock?.[lockName] ??
        (await resolveSetup(file, (args) => pip(job, `resolve ${file}`, args)));
      return { lock: { [lockName]: text }, packages: namesInLock(text), cached: new Set() };
    },
    install: async (job, { lock }, onFetched) => {
      const { setup, prefix } = job;
      const path = join(job.folder, lockName);
      await writeFile(path, lock?.[lockName] ?? '');
      if (!setup.isToolkit) await run(job, `make a venv in ${prefix}`, ['-m', 'venv', prefix]);
      const install = ['install', '--no-deps', ...options, '--requirement', path];
      const args = setup.isToolkit
        ? [...install, '--target', prefix]
        : ['--python', interpreterOf(prefix), ...install];
      await pip(job, `install ${setup.file}`, args, {
        onLine: readProgress(onFetched),
      });
      return lock ?? {};
    },
  };
}

async function resolveSetup(
  file: string,
  pip: (args: readonly string[]) => Promise<{ stdout: string }>,
): Promise<string> {
  const report = ['--dry-run', '--ignore-installed', '--quiet', '--report', '-'];
  const { stdout } = await pip(['install', ...report, '--requirement', file]);
  return writePipLock(stdout, await readFile(file, 'utf8'));
}

/** Adds up pip's raw progress, `Progress 4096 of 1048576`, over one archive after the other. */
function readProgress(onFetched: OnFetched): (line: string) => void {
  let [before, current] = [0, 0];
  return (line) => {
    const [, done] = /^Progress (\d+) of \d+/.exec(line.trim()) ?? [];
    if (done === undefined) return;
    if (Number(done) < current) before += current;
    current = Number(done);
    onFetched(before + current);
  };
}
