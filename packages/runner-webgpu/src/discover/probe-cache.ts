import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Description, descriptionSchema } from '@stackbench/model';
import type { WorkerCommand } from '@stackbench/workers';

/**
 * What workers lately said of themselves, so that looking twice is quick. Only what worked is kept,
 * for a short time, and while the files behind it stay the same. A run does not rely on it: a
 * worker that comes up on another adapter than the one listed refuses to work.
 */
export interface ProbeCache {
  get(command: WorkerCommand): Promise<Description | null>;
  put(command: WorkerCommand, description: Description): Promise<void>;
}

const lifetimeMs = 10 * 60_000;

export function openProbeCache(folder: string): ProbeCache {
  return {
    get: async (command) => {
      try {
        const file = fileOf(folder, command);
        if (Date.now() - statSync(file).mtimeMs > lifetimeMs) return null;
        return descriptionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      } catch {
        // Absent or damaged: it is made anew.
        return null;
      }
    },
    put: async (command, description) => {
      const file = fileOf(folder, command);
      const beside = `${file}.${randomUUID()}`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(beside, JSON.stringify(description));
        await rename(beside, file);
      } catch {
        // A cache that cannot be written costs time, nothing else.
        await rm(beside, { force: true });
      }
    },
  };
}

function fileOf(folder: string, command: WorkerCommand): string {
  const hash = createHash('sha256').update(JSON.stringify([command, fingerprint(command)]));
  return join(folder, `${hash.digest('hex').slice(0, 32)}.json`);
}

/** Version and size of every file that the command names, of our own code, and of the driver. */
function fingerprint({ file, args, env = {} }: WorkerCommand): string[] {
  const named = [file, ...args, ...Object.values(env)]
    .map((text) => text?.replace(/^--\w+=/, '') ?? '')
    .filter((text) => text.startsWith('/') && existsSync(text));
  const source = join(import.meta.dirname, '..');
  const code = ['device', 'worker'].flatMap((name) =>
    readdirSync(join(source, name)).map((entry) => join(source, name, entry)),
  );
  return [...[...named, ...code].map(identify), ...driverState()];
}

function identify(path: string): string {
  const real = realpathSync(path);
  const { mtimeMs, size } = statSync(real);
  return `${real} ${mtimeMs} ${size}`;
}

function driverState(): string[] {
  const version = '/proc/driver/nvidia/version';
  return [
    existsSync(version) ? readFileSync(version, 'utf8') : '',
    existsSync('/dev/dri') ? readdirSync('/dev/dri').join(' ') : '',
  ];
}
