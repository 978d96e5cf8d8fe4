import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { BenchError } from '@stackbench/model';
import { readIncludedFiles } from './included-files.ts';
import { readHeader } from './read-header.ts';
import type { Setup, SetupFormat } from './setup.ts';

/** The files that a folder with a setup in it has, the first that is there being the setup. */
export const folderFiles = [
  'environment.yml',
  'environment.yaml',
  'pixi.toml',
  'pyproject.toml',
  'requirements.txt',
] as const;

/**
 * Reads one setup. What the file asks for is for its own tools to judge.
 * @throws BenchError for a file that cannot be read, is none of the formats, or has a name that no folder can have
 */
export async function readSetup(file: string): Promise<Setup> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BenchError(`The setup ${file} cannot be read: ${(cause as Error).message}`, {
      cause,
      fix: "'pnpm bench env list' shows the setups that are there.",
    });
  });
  const name = nameSetup(file);
  if (!/^[A-Za-z0-9][\w.+-]*$/.test(name)) {
    throw new BenchError(`The setup ${file} has a name that no environment can have: '${name}'`, {
      fix: 'Use letters, digits, dots, hyphens and underscores.',
    });
  }
  const format = formatOf(file, text);
  const included = format === 'requirements' ? await readIncludedFiles(file, text) : [];
  const digest = createHash('sha256')
    .update(JSON.stringify([text, ...included]))
    .digest('hex');
  return { name, file, format, digest, ...readHeader([text, ...included].join('\n'), file) };
}

function nameSetup(file: string): string {
  const isInFolder = (folderFiles as readonly string[]).includes(basename(file));
  return isInFolder ? basename(dirname(file)) : basename(file, extname(file));
}

function formatOf(file: string, text: string): SetupFormat {
  const extension = extname(file);
  if (extension === '.txt') return 'requirements';
  if (extension === '.yml' || extension === '.yaml') return 'conda';
  if (basename(file) === 'pyproject.toml') {
    return /^\s*\[tool\.pixi\./m.test(text) ? 'pixi' : 'project';
  }
  if (basename(file) === 'pixi.toml') return 'pixi';
  throw new BenchError(`${file} is no setup that a tool known here reads`, {
    fix: 'A setup is a requirements .txt, a conda environment .yml, a pyproject.toml or a pixi.toml.',
  });
}
