import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { findNamed } from '@stackbench/engine';
import {
  examine,
  keptLocksOf,
  listEnvironments,
  ownFolderOf,
  removeEnvironment,
} from '@stackbench/environments';
import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { shortenPath } from '../../user-paths.ts';
import { formatBytes } from '../../setups/format-bytes.ts';
import type { Context } from '../command.ts';

/** `pnpm bench env remove NAME…` */
export async function executeRemove(
  names: readonly string[],
  given: Given,
  { terminal }: Context,
): Promise<ExitCode> {
  if (names.length === 0) {
    throw new BenchError('env remove needs the name of an environment', {
      fix: "'pnpm bench env list' shows them.",
    });
  }
  const environments = await listEnvironments([], process.env);
  const byName = new Map(environments.map((each) => [each.name, each]));
  const chosen = [...new Set(names)].map((name) => {
    const found = findNamed(byName, 'environment', name);
    const state = examine(found.folder);
    if (state.is === 'foreign') {
      throw new BenchError(`${found.folder} is not of stackbench's making: ${state.reason}`, {
        fix: 'Remove it by hand, if it is yours.',
      });
    }
    return found;
  });
  for (const { folder, size } of chosen) {
    const freed = formatBytes(size.ownBytes);
    terminal.err.write(`Remove ${shortenPath(folder)}, which frees ${freed}\n`);
  }
  if (!given.has('yes') && !(await confirm())) {
    terminal.err.write('Nothing was removed.\n');
    return exitCodes.done;
  }
  for (const { name } of chosen) {
    await removeEnvironment(join(ownFolderOf(process.env), name), keptLocksOf(process.env, name));
    terminal.out.write(`Removed ${name}\n`);
  }
  return exitCodes.done;
}

/** @throws BenchError where nobody can answer */
async function confirm(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new BenchError('env remove asks first, and there is nobody to answer', {
      fix: 'Give --yes.',
    });
  }
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await questions.question('Really? [y/N] ')).trim());
  } finally {
    questions.close();
  }
}
