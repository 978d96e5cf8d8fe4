import { basename } from 'node:path';
import { renderIndexedJob } from '@stackbench/fleet';
import type { Given } from '../../arguments/option.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import type { Context } from '../command.ts';
import { readFleetMatrix } from './fleet-matrix.ts';

const usualAtOnce = 4;

/** `pnpm bench fleet yaml MATRIX` */
export async function executeYaml(
  names: readonly string[],
  given: Given,
  { terminal: { out } }: Context,
): Promise<ExitCode> {
  const { matrix, path } = await readFleetMatrix(names, given);
  const device = given.one('device') ?? 'nvidia.com/gpu';
  const job = renderIndexedJob({
    matrixId: matrix.matrixId,
    shards: matrix.shards.length,
    matrix: basename(path),
    image: given.one('image') ?? 'debian:12-slim',
    bundleVolume: given.one('bundle-volume') ?? 'stackbench-bundle',
    dataVolume: given.one('data-volume') ?? 'stackbench-data',
    atOnce: readNumber(given, 'at-once', { least: 1, most: 100_000, whole: true }) ?? usualAtOnce,
    device: device === 'none' ? null : device,
    queue: given.one('queue') ?? null,
  });
  out.write(job);
  return exitCodes.done;
}
