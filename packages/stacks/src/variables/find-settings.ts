import { join } from 'node:path';
import type { Layers } from '@stackbench/model';
import { entries } from '../folders.ts';
import { readText } from '../read-text.ts';
import { type EnvironmentPlaces, systemPath } from '../python/environment-places.ts';

/** Variables that choose libraries and toolkits. */
export const steeringVariables = [
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'CUDA_HOME',
  'CUDA_PATH',
  'CUDA_VISIBLE_DEVICES',
  'PYTHONPATH',
] as const;

/**
 * The lines of a user's and the system's start files, and of an environment's activation scripts, that set
 * a steering variable: where a person has to look. What a job script or a module sets is not found.
 * @param prefixes environments whose activation scripts count
 */
export function findSettings(
  places: EnvironmentPlaces,
  prefixes: readonly string[],
): Layers['settings'] {
  const inHome = [
    '.bashrc',
    '.bash_profile',
    '.bash_login',
    '.profile',
    '.zshrc',
    '.zshenv',
    '.zprofile',
    '.config/fish/config.fish',
    '.pam_environment',
  ].map((name) => join(places.home, name));
  const inSystem = ['etc/environment', 'etc/profile', 'etc/bash.bashrc', 'etc/zsh/zshenv'].map(
    (name) => systemPath(places, name),
  );
  const files = [
    ...inHome,
    ...inSystem,
    ...entries(systemPath(places, 'etc/profile.d'), /\.sh$/),
    ...prefixes.flatMap((prefix) => [
      ...entries(join(prefix, 'etc/conda/activate.d'), /\.sh$/),
      join(prefix, 'bin/activate'),
    ]),
  ];
  return files.flatMap((file) => readSettings(file));
}

const setting = new RegExp(
  String.raw`^\s*(?:export\s+|set\s+(?:-\w+\s+)*|setenv\s+)?(${steeringVariables.join('|')})\b(?:\s*=|\s+\S)`,
);

function readSettings(file: string): Layers['settings'] {
  const lines = (readText(file) ?? '').split('\n');
  return lines.flatMap((text, at) => {
    const [, variable] = setting.exec(text) ?? [];
    return variable === undefined ? [] : [{ variable, file, line: at + 1, text: text.trim() }];
  });
}
