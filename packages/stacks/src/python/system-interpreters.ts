import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import process from 'node:process';
import { entries, isExecutable, resolveLinks } from '../folders.ts';
import { searchPath } from '../search-path.ts';
import { type EnvironmentPlaces, showPath, systemPath } from './environment-places.ts';
import type { PythonEnvironment } from './python-environment.ts';

/** `python3`, `python3.13`, `python3.13t`; not `python3-config`. */
const interpreterName = process.platform === 'win32' ? /^python\.exe$/i : /^python3(\.\d+t?)?$/;

/** Shims ask which interpreter is meant; those of Microsoft's store open the store. */
const launcherFolders: ReadonlySet<string> = new Set(['shims', 'WindowsApps']);

/** Interpreters of the system and on PATH that belong to no environment in `found`, each once. */
export function findSystemInterpreters(
  places: EnvironmentPlaces,
  found: readonly PythonEnvironment[],
): PythonEnvironment[] {
  const prefixes = found.map(({ prefix }) => prefix);
  const interpreters = new Map<string, PythonEnvironment>();
  for (const { folder, foundBy } of interpreterFolders(places)) {
    if (isWithin(resolveLinks(folder), prefixes)) continue;
    for (const interpreter of entries(folder, interpreterName).filter(isExecutable)) {
      const real = resolveLinks(interpreter);
      if (interpreters.has(real) || isWithin(real, prefixes)) continue;
      const name = basename(interpreterName.test(basename(real)) ? real : interpreter);
      const prefix = process.platform === 'win32' ? dirname(real) : dirname(dirname(real));
      interpreters.set(real, { kind: 'system', name, prefix, interpreter, foundBy, venv: null });
    }
  }
  return [...interpreters.values()];
}

function interpreterFolders(places: EnvironmentPlaces): { folder: string; foundBy: string }[] {
  const onPath = searchPath(places.env).filter(
    (folder) => isAbsolute(folder) && !launcherFolders.has(basename(folder)),
  );
  // Without Apple's tools its interpreter there is a stub that opens a dialog.
  const isStub =
    process.platform === 'darwin' &&
    !isExecutable('/Library/Developer/CommandLineTools/usr/bin/python3');
  const usual = [
    ...(isStub ? [] : ['usr/bin']),
    'usr/local/bin',
    'opt/homebrew/bin',
    'home/linuxbrew/.linuxbrew/bin',
  ].map((folder) => systemPath(places, folder));
  const frameworks = entries(
    systemPath(places, 'Library/Frameworks/Python.framework/Versions'),
    /^3\./,
  ).map((version) => join(version, 'bin'));
  return [
    ...[...usual, ...frameworks].map((folder) => ({ folder, foundBy: showPath(places, folder) })),
    ...onPath.map((folder) => ({ folder, foundBy: 'PATH' })),
  ];
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder + sep));
}
