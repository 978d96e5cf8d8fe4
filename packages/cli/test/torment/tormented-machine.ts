import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheFolder } from '@stackbench/stacks';

export const bin = resolve(import.meta.dirname, '../../bin/stackbench.mjs');

/** A world of its own for runs that are tormented, in which everything that is left behind can be seen. */
export interface TormentedMachine {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Makes a program for sh on its PATH. */
  writeProgram: (name: string, script: string) => void;
  /** What runs left behind, in words: processes, locks, temporary folders. */
  leftovers(): string[];
  /** The numbers of its processes that still run. */
  processes(): number[];
  remove(): Promise<void>;
}

/** Nothing is on its PATH; the Chromium with its software adapter is that of this user's cache. */
export function makeTormentedMachine(): TormentedMachine {
  const folder = mkdtempSync(join(tmpdir(), 'stackbench-torment-'));
  const places = ['bin', 'cache', 'home', 'runtime', 'tmp'] as const;
  const [programs, cache, home, runtime, tmp] = places.map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  for (const place of [programs, cache, home, runtime, tmp]) mkdirSync(place, { mode: 0o700 });
  const kept = cacheFolder(process.env);
  for (const name of readdirSync(kept).filter((each) => /^chromium-[\d.]+$/.test(each)))
    symlinkSync(join(kept, name), join(cache, name));
  const mark = `STACKBENCH_TORMENT=${randomUUID()}`;
  const [name = '', value = ''] = mark.split('=');
  const processes = () =>
    readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(mark))
      .map(Number);
  return {
    folder,
    env: {
      PATH: programs,
      HOME: home,
      TMPDIR: tmp,
      XDG_RUNTIME_DIR: runtime,
      STACKBENCH_LOCKS: runtime,
      STACKBENCH_CACHE: cache,
      VK_DRIVER_FILES: '',
      COLUMNS: '100',
      TERM: 'dumb',
      [name]: value,
    },
    writeProgram: (file, script) => {
      writeFileSync(join(programs, file), `#!/bin/sh\n${script}\n`);
      chmodSync(join(programs, file), 0o755);
    },
    processes,
    leftovers: () => [
      ...processes().map((pid) => `process ${pid}: ${commandOf(pid)}`),
      ...[tmp, runtime].flatMap((place) =>
        readdirSync(place, { recursive: true, encoding: 'utf8' })
          .filter((path) => /\.lock|stackbench-tmp/.test(path))
          .map((path) => join(place, path)),
      ),
    ],
    remove: async () => {
      for (const pid of processes()) process.kill(pid, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function environmentOf(pid: string): string[] {
  return readProc(`${pid}/environ`).split('\0');
}

function commandOf(pid: number): string {
  return readProc(`${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 200);
}

function readProc(path: string): string {
  try {
    return readFileSync(join('/proc', path), 'latin1');
  } catch {
    return '';
  }
}
