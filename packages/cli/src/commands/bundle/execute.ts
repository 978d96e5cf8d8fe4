import { stat } from 'node:fs/promises';
import { findNamed, readCommit } from '@stackbench/engine';
import { installation } from '@stackbench/installation';
import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { formatBytes } from '../../setups/format-bytes.ts';
import { resolveUserPath, shortenPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';

/** `pnpm bench bundle` */
export async function executeBundleCommand(given: Given, context: Context): Promise<ExitCode> {
  return stoppable((signal) => makeBundle(given, context, signal));
}

async function makeBundle(
  given: Given,
  { terminal }: Context,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { kind, root, version } = installation;
  if (kind !== 'checkout') {
    throw new BenchError(`A bundle cannot be made from a ${kind}, which has no sources`, {
      fix: 'Make it in a clone of the repository: npx -y pnpm@12 install, then its `bundle` command.',
    });
  }
  const { buildBundle, choosePlatform, extras } = await import('@stackbench/distribution');
  const known = new Map(extras.map((extra) => [extra as string, extra]));
  const wanted = given.all('with').flatMap((names) => names.split(','));
  const platform = choosePlatform(given.one('platform'));
  const file = resolveUserPath(
    given.one('out') ?? `stackbench-${version}-${platform.name}.tar.zst`,
  );
  const record = { ...(await readCommit(root)), builtAt: new Date().toISOString() };
  const { glibc } = await buildBundle({
    root,
    version,
    record,
    platform,
    extras: wanted.map((name) => findNamed(known, 'part of a bundle', name)),
    file,
    onStep: (step) => terminal.err.write(`${step} …\n`),
    signal,
  });
  const { size } = await stat(file);
  terminal.out.write(
    `${shortenPath(file)}  ${formatBytes(size)}, for ${platform.name} with glibc ${glibc} or newer\n` +
      'Unpack it where it is to run, and start ./bench in it.\n',
  );
  return exitCodes.done;
}
