import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type Description, descriptionSchema } from '@stackbench/model';
import { fileState, keepAnswers } from '@stackbench/stacks';
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

const keyOf = (command: WorkerCommand) => [command, fingerprint(command)];

export function openProbeCache(folder: string): ProbeCache {
  const answers = keepAnswers<unknown>(folder, 'description', { lifetimeMs });
  return {
    get: async (command) => {
      const parsed = descriptionSchema.safeParse(await answers.get(keyOf(command)));
      return parsed.success ? parsed.data : null;
    },
    put: (command, description) => answers.put(keyOf(command), description),
    drop: (command) => answers.drop(keyOf(command)),
  };
}

/** The state of every file that the command names, of our own code, and of the driver. */
function fingerprint({ file, args, env = {} }: WorkerCommand): string[] {
  const named = [file, ...args, ...Object.values(env)]
    .map((text) => text?.replace(/^--\w+=/, '') ?? '')
    .filter((text) => text.startsWith('/') && existsSync(text));
  const source = join(import.meta.dirname, '..');
  const code = ['device', 'worker'].flatMap((name) =>
    readdirSync(join(source, name)).map((entry) => join(source, name, entry)),
  );
  return [...[...named, ...code].map(fileState), ...driverState(), ...steeringVariables()];
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
