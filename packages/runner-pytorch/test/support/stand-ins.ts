import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder, findOwnEnvironments } from '@stackbench/stacks';
import { standInFolder } from '../../scripts/stand-ins/parts.ts';

/** Why a test that needs these folders is skipped; null where all are there. */
export function whyNoStandIns(...names: readonly string[]): string | null {
  if (process.platform !== 'linux') return 'the loader is that of Linux';
  const absent = names.find((name) => !isComplete(name));
  return absent === undefined
    ? null
    : `${absent} is not installed: pnpm --filter @stackbench/runner-pytorch install-stand-ins`;
}

/** An environment of this project's own, or a stand-in. */
export function standInPath(name: string): string {
  const own = ownEnvironment(name);
  return own === undefined
    ? join(standInFolder, name)
    : join(cacheFolder(), 'environments', own, own);
}

function isComplete(name: string): boolean {
  const own = ownEnvironment(name);
  return own === undefined
    ? existsSync(join(standInPath(name), '.stackbench-complete'))
    : findOwnEnvironments(join(cacheFolder(), 'environments')).some(
        ({ record }) => record.setup === own,
      );
}

function ownEnvironment(name: string): string | undefined {
  return /^environments\/(venv-torch|conda-torch|conda-pip)$/.exec(name)?.[1];
}
