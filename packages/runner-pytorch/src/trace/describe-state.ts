import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { entries, fileState, readText, resolveLinks, sitePackages } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import type { TraceRequest } from './run-trace.ts';

/**
 * All that the answers of an environment's Python depend on: variables, and the state of the files and folders
 * behind it. A file that is added or replaced shows in its folder's time; one that is written over in its own.
 * @param systemRoot the folder that the kernel's files are below, for tests
 */
export function describeState(
  { interpreter, env, framework, first = [], loaderCache = '/etc/ld.so.cache' }: TraceRequest,
  systemRoot = '/',
): unknown {
  const libraryFolders = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter);
  const prefix = dirname(dirname(interpreter));
  const files = [
    interpreter,
    resolveLinks(interpreter),
    ...ownSources,
    loaderCache,
    ...defaultFolders,
    join(prefix, 'lib'),
    join(prefix, 'conda-meta'),
    join(prefix, 'pyvenv.cfg'),
    ...[...libraryFolders, join(prefix, 'lib')].flatMap(libraryFiles),
    ...libraryFolders,
    ...packageFolders(prefix, env).flatMap((site) => packageFiles(site, framework)),
    ...first,
  ];
  const working = libraryFolders.some((each) => !each.startsWith('/')) ? process.cwd() : null;
  return [
    framework,
    first,
    variablesOf(env),
    files.map(fileState),
    driverState(systemRoot),
    working,
  ];
}

/** Variables that change what is loaded. */
const mattering = /^(LD_|PYTHON|CUDA|CUDNN|NVIDIA_|TORCH|CONDA_PREFIX$|VIRTUAL_ENV$|GLIBC_)/;

function variablesOf(env: Environment): [string, string | undefined][] {
  return Object.entries(env)
    .filter(([name, value]) => mattering.test(name) && value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const ownSources = [
  'trace/trace.py',
  'trace/frameworks.py',
  'libraries/serving.py',
  'libraries/versions.py',
  'libraries/mapped_files.py',
].map((name) => join(import.meta.dirname, '../../worker/stackbench_worker', name));

/** Where the loader looks last, in its cache's words or not. */
const defaultFolders = ['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/lib64', '/usr/lib'];

function libraryFiles(folder: string): string[] {
  return entries(folder, /^lib(cu|nv|nccl|torch|c10)/);
}

/** Folders of packages that its Python looks into: its own, its base's, the user's, and those that a variable or a `.pth` file adds. */
function packageFolders(prefix: string, env: Environment): string[] {
  const configuration = readText(join(prefix, 'pyvenv.cfg'));
  const [, home] = /^home\s*=\s*(.+?)\s*$/m.exec(configuration ?? '') ?? [];
  const isAlone =
    configuration !== null && !/^include-system-site-packages\s*=\s*true/im.test(configuration);
  const users = env['PYTHONUSERBASE'] ?? join(env['HOME'] ?? '/', '.local');
  const prefixes = [
    prefix,
    ...(isAlone ? [] : [users, '/usr/local', ...(home === undefined ? [] : [dirname(home)])]),
  ];
  const sites = [
    ...prefixes.flatMap(sitePackages),
    ...(env['PYTHONPATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
  const added = sites.flatMap((site) => entries(site, /\.pth$/)).flatMap(namedFolders);
  return [...new Set([...sites, ...added])];
}

/** Lines of a `.pth` file that are no code. */
function namedFolders(file: string): string[] {
  return (readText(file) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(#|import\b)/.test(line))
    .map((line) => (line.startsWith('/') ? line : join(dirname(file), line)));
}

function packageFiles(site: string, framework: string): string[] {
  const nvidia = entries(join(site, 'nvidia')).map((folder) => join(folder, 'lib'));
  const folders = [...nvidia, join(site, framework, 'lib')];
  return [
    site,
    join(site, framework),
    join(site, framework, '__init__.py'),
    ...folders.flatMap((folder) => [dirname(folder), folder, ...libraryFiles(folder)]),
    ...entries(site, /\.(dist-info|pth)$/),
  ];
}

/** Which driver is loaded, since which start of the machine. */
function driverState(systemRoot: string): (string | null)[] {
  const files = ['proc/driver/nvidia/version', 'proc/sys/kernel/random/boot_id'];
  return files.map((file) => readText(join(systemRoot, file)));
}
