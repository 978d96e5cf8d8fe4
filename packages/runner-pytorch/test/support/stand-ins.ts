import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '@stackbench/stacks';
import { standInFolder } from '../../scripts/stand-ins/parts.ts';

/** Why a test that needs these folders is skipped; null where all are there. */
export function whyNoStandIns(...names: readonly string[]): string | null {
  if (process.platform !== 'linux') return 'the loader is that of Linux';
  const absent = names.find((name) => !existsSync(join(standInPath(name), '.stackbench-complete')));
  return absent === undefined
    ? null
    : `${absent} is not installed: pnpm --filter @stackbench/runner-pytorch install-stand-ins`;
}

/** An environment of this project's own, or a stand-in. */
export function standInPath(name: string): string {
  const own = /^environments\/(venv-torch|conda-torch|conda-pip)$/.test(name);
  return own ? join(cacheFolder(), name) : join(standInFolder, name);
}
