import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { z } from 'zod';
import { interpreterOf } from './interpreter.ts';
import type { Job, Manager, OnFetched } from './manager.ts';
import { readPylock } from './pylock.ts';
import { readAnswer } from './read-answer.ts';
import { stepsOf } from './steps-of.ts';
import { compileBytecode } from './uv.ts';

const lockName = 'pixi.lock';
/** Of the `pip:` section. */
const pipLockName = 'pylock.toml';

const program = join(import.meta.dirname, '../../conda/environments.py');

const describedSchema = z.object({
  packages: z.record(z.string(), z.number().nullable()),
  cached: z.array(z.string()),
  pip: z.array(z.string()),
  python: z.string().nullable(),
});

/**
 * The built-in engine for conda environments: py-rattler, which is what pixi solves and installs with.
 * @param python an interpreter that has it
 * @param uv installs a `pip:` section
 */
export function createRattler(
  { python, uv }: { python: string; uv: string },
  version: string,
  foundBy: string,
): Manager {
  const runProgram = stepsOf(python, ['-B', program]);
  const runUv = stepsOf(uv);
  return {
    name: 'rattler',
    version,
    foundBy,
    formats: ['conda'],
    lockNames: [lockName, pipLockName],
    cache: () => Promise.resolve(null),
    resolve: async (job) => {
      const { file } = job.setup;
      const path = join(job.folder, lockName);
      if (job.lock !== null) await writeFile(path, job.lock[lockName] ?? '');
      const args = [job.lock === null ? 'solve' : 'describe', file, path];
      const { stdout } = await runProgram(job, `resolve ${file}`, args);
      const {
        packages,
        cached,
        pip,
        python: line,
      } = readAnswer(stdout, describedSchema, `What py-rattler of ${python} says`);
      const pylock =
        pip.length === 0
          ? undefined
          : (job.lock?.[pipLockName] ?? (await resolvePip(job, pip, line)));
      return {
        lock: {
          [lockName]: await readFile(path, 'utf8'),
          ...(pylock === undefined ? {} : { [pipLockName]: pylock }),
        },
        packages: new Map([
          ...Object.entries(packages),
          ...(pylock === undefined ? [] : readPylock(pylock, dirname(file))),
        ]),
        cached: new Set(cached),
      };
    },
    install: async (job, { lock }, onFetched) => {
      const { setup, prefix, folder } = job;
      const path = join(folder, lockName);
      await writeFile(path, lock?.[lockName] ?? '');
      const args = ['install', setup.file, path, prefix];
      const onLine = readProgress(onFetched);
      await runProgram(job, `install ${setup.file}`, args, { onLine });
      const pylock = lock?.[pipLockName];
      if (pylock !== undefined) {
        const pip = join(folder, pipLockName);
        await writeFile(pip, pylock);
        const where = ['--python', interpreterOf(prefix, 'conda'), '--requirement', pip];
        const purpose = `install the pip packages of ${setup.file}`;
        await runUv(job, purpose, ['pip', 'install', compileBytecode, ...where]);
      }
      return lock ?? {};
    },
  };

  async function resolvePip(
    job: Job,
    pip: readonly string[],
    line: string | null,
  ): Promise<string> {
    const { file } = job.setup;
    if (line === null) {
      throw new BenchError(`${file} has a pip section and no python to install it in`, {
        fix: "Add 'python' to its dependencies.",
      });
    }
    const format = ['--format', 'pylock.toml', '--no-header', '--quiet', '--python-version', line];
    const { stdout } = await runUv(
      job,
      `resolve the pip packages of ${file}`,
      ['pip', 'compile', '-', ...format],
      { input: pip.join('\n') },
    );
    return stdout;
  }
}

function readProgress(onFetched: OnFetched): (line: string) => void {
  return (line) => {
    const [, bytes] = /^\{"fetched":\s*(\d+(?:\.\d+)?)\}/.exec(line) ?? [];
    if (bytes !== undefined) onFetched(Number(bytes));
  };
}
