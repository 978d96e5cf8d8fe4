import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { planMatrix } from '@stackbench/engine';
import { BenchError, type Matrix, mostShards } from '@stackbench/model';
import { count, escapeControl, formatDuration } from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { writeFiles } from '../../files/write-files.ts';
import { readProvenance } from '../../read-provenance.ts';
import { provideSetups } from '../../setups/provide-setups.ts';
import { resolveUserPath, shortenPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { describeLeftOut, describeUnavailable } from '../describe-stacks.ts';
import { readRunOptions } from '../run/options.ts';
import { findOwnDevices } from '../run/own-devices.ts';
import { prepareVisibly } from '../run/prepare-visibly.ts';
import { withDevices } from '../run/with-devices.ts';

/** `pnpm bench plan` */
export async function executePlanCommand(
  given: Given,
  { terminal, argv }: Context,
): Promise<ExitCode> {
  const options = readRunOptions(given);
  const shards = readShards(given);
  const out = options.out ?? resolveUserPath('matrix.json');
  if (existsSync(out)) {
    throw new BenchError(`${out} is there already`, {
      fix: 'Shards of it may be running: choose another --out, or remove it.',
    });
  }
  return withDevices(options.wait, terminal, async ({ locks, signal }) => {
    const setups = await provideSetups(options, signal, terminal.err);
    await locks.reserve(await findOwnDevices(options.tunables));
    if (signal.aborted) return exitCodes.interrupted;
    const wanted = { ...options, setups };
    const prepared = await prepareVisibly(wanted, null, signal, locks, terminal.err);
    if (signal.aborted) return exitCodes.interrupted;
    const { plan, found, leftOut } = prepared;
    if (plan.stacks.length === 0) {
      terminal.err.write(describeUnavailable(found, terminal.err));
      return exitCodes.nothingMeasured;
    }
    if (!options.quiet) terminal.err.write(describeLeftOut(leftOut, terminal.err));
    const provenance = await readProvenance();
    const matrix = await planMatrix(plan, { shards, argv, createdAt: new Date(), ...provenance });
    const bytes = Buffer.from(`${JSON.stringify(matrix)}\n`);
    await writeFiles(dirname(out), new Map([[basename(out), bytes]]), '--out');
    terminal.out.write(describeMatrix(matrix, out));
    return exitCodes.done;
  });
}

/** @throws BenchError for what is neither a number of shards nor `auto` */
function readShards(given: Given): number | 'auto' {
  if (given.one('shards') === 'auto') return 'auto';
  return readNumber(given, 'shards', { least: 1, most: mostShards, whole: true }) ?? 'auto';
}

function describeMatrix({ shards, cases, stacks, rounds }: Matrix, path: string): string {
  const seconds = shards.map(({ estimatedSeconds }) => estimatedSeconds);
  const file = escapeControl(shortenPath(path));
  const longest = formatDuration(1000 * seconds.reduce((most, each) => Math.max(most, each), 0));
  return [
    `${count(shards.length, 'shard')} of ${count(cases.length, 'case')} × ${count(stacks.length, 'stack')} × ${count(rounds, 'round')}, each taken to need up to ${longest}:`,
    ...shards.slice(0, mostNamed).map(({ index, cases: own, estimatedSeconds }) => {
      const time = formatDuration(1000 * estimatedSeconds);
      return `  ${String(index).padStart(String(shards.length - 1).length)}  ${count(own.length, 'case')}, ${time}`;
    }),
    ...(shards.length > mostNamed ? [`  and ${shards.length - mostNamed} more`] : []),
    `Matrix  ${file}`,
    `Measure each:  pnpm bench run --plan ${file} --shard I`,
    `Or on Slurm:   pnpm bench fleet submit ${file} --slurm`,
    '',
  ].join('\n');
}

const mostNamed = 12;
