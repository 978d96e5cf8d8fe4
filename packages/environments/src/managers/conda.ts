import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type CondaSetup, readCondaSetup } from './conda-setup.ts';
import { writeExplicitList } from './explicit-list.ts';
import { interpreterOf } from './interpreter.ts';
import type { Job, Lock, Manager, OnFetched, Resolution } from './manager.ts';
import { readAnswer } from './read-answer.ts';
import { type RunFor, stepsOf } from './steps-of.ts';

const explicitName = 'explicit.txt';
/** What pip installed beside conda's packages. */
const pipName = 'requirements.lock';

/** As much of the plan that these tools print as sizes need. */
const plannedSchema = z.object({
  name: z.string(),
  size: z.number().optional(),
});
const planSchema = z.object({
  actions: z
    .object({ FETCH: z.array(plannedSchema).default([]), LINK: z.array(plannedSchema).default([]) })
    .optional(),
});

/** conda, mamba and micromamba, which take the same words but for how a file is named. */
export function createConda(
  name: 'conda' | 'mamba' | 'micromamba',
  file: string,
  version: string,
  foundBy: string,
): Manager {
  const run = stepsOf(file);
  return {
    name,
    version,
    foundBy,
    formats: ['conda'],
    lockNames: [explicitName, pipName],
    cache: () => Promise.resolve(null),
    resolve: async (job) => {
      const { file: setup } = job.setup;
      const wanted = readCondaSetup(await readFile(setup, 'utf8'), setup);
      const what =
        job.lock === null ? solveArguments(wanted) : ['--file', await writeLock(job, explicitName)];
      const { stdout } = await run(job, `resolve ${setup}`, [
        'create',
        '--prefix',
        job.prefix,
        '--dry-run',
        '--json',
        '--yes',
        ...what,
      ]);
      return { lock: job.lock, ...readPlan(stdout, file) };
    },
    install: async (job, { packages }, onFetched) => {
      const { setup, prefix } = job;
      const onLine = readProgress(packages, onFetched);
      if (job.lock === null) {
        const create = name === 'micromamba' ? ['create'] : ['env', 'create'];
        const args = [...create, '--prefix', prefix, '--file', setup.file, '--json', '--yes'];
        await run(job, `install ${setup.file}`, args, { onLine });
      } else {
        const list = await writeLock(job, explicitName);
        const args = ['create', '--prefix', prefix, '--file', list, '--json', '--yes'];
        await run(job, `install ${list}`, args, { onLine });
        await repeatPip(job);
      }
      return readBack(job);
    },
  };
}

function solveArguments({ channels, specs }: CondaSetup): string[] {
  return [
    '--override-channels',
    ...channels.flatMap((channel) => ['--channel', channel]),
    ...specs,
  ];
}

async function writeLock({ folder, lock }: Job, lockName: string): Promise<string> {
  const path = join(folder, lockName);
  await writeFile(path, lock?.[lockName] ?? '');
  return path;
}

/** What the tool says it would do: what it would fetch is not in its cache yet. */
function readPlan(stdout: string, file: string): Pick<Resolution, 'packages' | 'cached'> {
  const { actions } = readAnswer(stdout, planSchema, `The plan of ${file}`);
  const [fetch, link] = [actions?.FETCH ?? [], actions?.LINK ?? []];
  const missing = new Map(fetch.map(({ name, size }) => [name, size ?? null]));
  const packages = new Map([
    ...link.map(({ name, size }) => [name, size ?? null] as const),
    ...missing,
  ]);
  return {
    packages,
    cached: new Set([...packages.keys()].filter((name) => !missing.has(name))),
  };
}

/** conda's progress: `{"fetch": "numpy-1.26.4 | 5.4 MB", "progress": 0.42, …}`, a line each. */
function readProgress(
  packages: Resolution['packages'],
  onFetched: OnFetched,
): (line: string) => void {
  const shares = new Map<string, number>();
  return (line) => {
    const [, fetched = '', share] =
      /"fetch":\s*"([^"|]+?)[\s"|].*"progress":\s*([\d.]+)/.exec(line) ?? [];
    if (share === undefined) return;
    shares.set(fetched.replace(/-[^-]+(?:-[^-]+)?$/, ''), Number(share));
    const bytes = [...shares].map(([name, part]) => part * (packages.get(name) ?? 0));
    onFetched(bytes.reduce((sum, each) => sum + each, 0));
  };
}

/** What is in the environment in the end, pip's packages included. */
async function readBack(job: Job): Promise<Lock> {
  const { setup, prefix } = job;
  const explicit = { [explicitName]: await writeExplicitList(prefix) };
  const { pip } = readCondaSetup(await readFile(setup.file, 'utf8'), setup.file);
  if (pip.length === 0) return explicit;
  const { stdout } = await pipOf(job)(job, `ask pip what is in ${prefix}`, ['freeze']);
  // What conda installed pip shows by the file that it was built from.
  const lines = stdout.split('\n').filter((line) => !line.includes(' @ file:'));
  return { ...explicit, [pipName]: lines.join('\n') };
}

async function repeatPip(job: Job): Promise<void> {
  if (job.lock?.[pipName] === undefined) return;
  const args = ['install', '--no-deps', '--requirement', await writeLock(job, pipName)];
  await pipOf(job)(job, `install the pip packages of ${job.setup.file}`, args);
}

function pipOf({ prefix }: Job): RunFor {
  return stepsOf(interpreterOf(prefix, 'conda'), ['-m', 'pip']);
}
