import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Job, Manager, Resolution } from './manager.ts';
import { stepsOf } from './steps-of.ts';

const lockName = 'pixi.lock';

/** As much of a pixi.lock as sizes need. */
const lockSchema = z.object({
  packages: z
    .array(
      z.object({
        conda: z.string().optional(),
        pypi: z.string().optional(),
        size: z.number().optional(),
      }),
    )
    .default([]),
});

/** pixi: the setup is copied, as pixi keeps the environment of a project below the project. */
export function createPixi(file: string, version: string, foundBy: string): Manager {
  const run = stepsOf(file);
  return {
    name: 'pixi',
    version,
    foundBy,
    formats: ['pixi'],
    lockNames: [lockName],
    cache: () => Promise.resolve(null),
    resolve: async (job) => {
      const manifest = await copyProject(job, join(job.folder, 'solve'));
      const path = join(dirname(manifest), lockName);
      if (job.lock === null) {
        await run(job, `resolve ${job.setup.file}`, ['lock', '--manifest-path', manifest]);
      }
      const text = await readFile(path, 'utf8');
      return { lock: { [lockName]: text }, packages: readSizes(text), cached: new Set() };
    },
    install: async (job, { lock }) => {
      const manifest = await copyProject({ ...job, lock }, projectOf(job));
      await run(job, `install ${job.setup.file}`, [
        'install',
        '--frozen',
        '--manifest-path',
        manifest,
      ]);
      return lock ?? {};
    },
  };
}

/** The project that has its environment in the job's prefix, `PROJECT/.pixi/envs/default`. */
function projectOf({ prefix }: Job): string {
  return dirname(dirname(dirname(prefix)));
}

async function copyProject({ setup, lock }: Job, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const manifest = join(folder, basename(setup.file));
  await copyFile(setup.file, manifest);
  const text = lock?.[lockName];
  if (text !== undefined) await writeFile(join(folder, lockName), text);
  return manifest;
}

function readSizes(lock: string): Resolution['packages'] {
  const { packages } = lockSchema.parse(parse(lock));
  return new Map(
    packages.map(({ conda, pypi, size }) => [basename(conda ?? pypi ?? ''), size ?? null]),
  );
}
