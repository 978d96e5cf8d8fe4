import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { cacheFolder, entries, resolveLinks, sitePackages } from '@stackbench/stacks';
import type { Probe } from '../discover/probe.ts';
import type { Trace, TraceRequest } from './run-trace.ts';

/** What processes have told of an environment, kept until something changes that it could depend on. */
export interface EnvironmentCache {
  trace: Kept<Trace>;
  probe: Kept<Probe>;
}

/** Answers of one kind. */
interface Kept<T> {
  get(request: TraceRequest): Promise<T | null>;
  put(request: TraceRequest, answer: T): Promise<void>;
}

/** Keeps nothing. */
const nothing = { get: async () => null, put: async () => {} };
export const noEnvironmentCache: EnvironmentCache = { trace: nothing, probe: nothing };

export function openEnvironmentCache(folder = join(cacheFolder(), 'traces')): EnvironmentCache {
  return { trace: keep<Trace>(folder, 'trace'), probe: keep<Probe>(folder, 'probe') };
}

function keep<T>(folder: string, kind: string): Kept<T> {
  return {
    get: async (request) => {
      try {
        return JSON.parse(await readFile(fileOf(folder, kind, request), 'utf8')) as T;
      } catch {
        // Absent or damaged: it is made anew.
        return null;
      }
    },
    put: async (request, answer) => {
      const file = fileOf(folder, kind, request);
      const beside = `${file}.${randomUUID()}`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(beside, JSON.stringify(answer));
        await rename(beside, file);
      } catch {
        // A cache that cannot be written costs time, nothing else.
        await rm(beside, { force: true });
      }
    },
  };
}

function fileOf(folder: string, kind: string, request: TraceRequest): string {
  const hash = createHash('sha256').update(JSON.stringify(fingerprint(request)));
  return join(folder, `${hash.digest('hex').slice(0, 32)}.${kind}.json`);
}

/** Variables that change what is loaded. */
const mattering = /^(LD_|PYTHON|CUDA|CUDNN|NVIDIA_|TORCH|CONDA_PREFIX$|VIRTUAL_ENV$|GLIBC_)/;

/** All that an answer depends on: variables, and the state of the files and folders behind it. */
function fingerprint({
  interpreter,
  env,
  framework,
  first = [],
  loaderCache,
}: TraceRequest): unknown[] {
  const variables = Object.entries(env)
    .filter(([name, value]) => mattering.test(name) && value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const libraryFolders = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter);
  const prefix = dirname(dirname(interpreter));
  const sites = sitePackages(prefix);
  const packages = sites.flatMap((site) => [
    site,
    join(site, framework),
    ...entries(join(site, 'nvidia')).flatMap((folder) => [folder, join(folder, 'lib')]),
    ...entries(site, /\.dist-info$/),
  ]);
  // A change inside a library's folder shows in the folder's own time; an edited file in its own.
  const files = [
    interpreter,
    resolveLinks(interpreter),
    ...['trace/trace.py', 'libraries/serving.py', 'libraries/versions.py'].map((name) =>
      join(import.meta.dirname, '../../worker/stackbench_worker', name),
    ),
    loaderCache ?? '/etc/ld.so.cache',
    join(prefix, 'lib'),
    join(prefix, 'conda-meta'),
    join(prefix, 'pyvenv.cfg'),
    ...libraryFolders,
    ...packages,
    ...sites.map((site) => join(site, framework, '__init__.py')),
    ...first,
  ];
  const working = libraryFolders.some((each) => !each.startsWith('/')) ? process.cwd() : null;
  return [framework, first, variables, files.map(stateOf), driverState(), working];
}

function stateOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${path} ${mtimeMs} ${size} ${ino}`;
  } catch {
    return path;
  }
}

/** Which driver is loaded, since which start of the machine. */
function driverState(): string[] {
  return ['/proc/driver/nvidia/version', '/proc/sys/kernel/random/boot_id'].map((file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  });
}
