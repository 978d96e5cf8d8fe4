import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { type Description, descriptionSchema } from '@stackbench/model';
import type { WorkerCommand } from '@stackbench/workers';

/**
 * What workers lately said of themselves, so that looking twice is quick. Only what worked is kept,
 * for a short time, and while the files behind it and the variables that steer drivers stay the same. A
 * run does not rely on it: what it uses is asked anew.
 */
export interface ProbeCache {
  get(command: WorkerCommand): Promise<Description | null>;
  put(command: WorkerCommand, description: Description): Promise<void>;
  /** Forgets what turned out to be wrong. */
  drop(command: WorkerCommand): Promise<void>;
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
    drop: (command) => rm(fileOf(folder, command), { force: true }).catch(() => {}),
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
  return [...[...named, ...code].map(identify), ...driverState(), ...steeringVariables()];
}

function identify(path: string): string {
  const real = realpathSync(path);
  const { mtimeMs, size } = statSync(real);
  return `${real} ${mtimeMs} ${size}`;
}

/** What graphics drivers and their loaders read, by family. */
const steering =
  /^(VK_|MESA_|DRI_|LIBGL_|GALLIUM_|LP_|RADV_|ANV_|__GL|NVIDIA_|CUDA_|DISPLAY$|WAYLAND_|LD_)/;

function steeringVariables(): string[] {
  return Object.entries(process.env)
    .filter(([name]) => steering.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .toSorted();
}

function driverState(): string[] {
  const version = '/proc/driver/nvidia/version';
  return [
    existsSync(version) ? readFileSync(version, 'utf8') : '',
    existsSync('/dev/dri') ? readdirSync('/dev/dri').join(' ') : '',
  ];
}
