import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { resolveUserPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { readFleetMatrix } from './fleet-matrix.ts';
import { programOfBundle } from './program.ts';
import { findMissing, lockSubmissions, submit } from './submit-missing.ts';

/** `pnpm bench fleet submit MATRIX --slurm [-- sbatch's options]` */
export async function executeSubmit(
  names: readonly string[],
  given: Given,
  { terminal: { out } }: Context,
): Promise<ExitCode> {
  if (!given.has('slurm')) {
    throw new BenchError('fleet submit needs to know to whom', {
      fix: "Add --slurm. For Kubernetes, 'fleet yaml' prints what 'kubectl create -f -' takes.",
    });
  }
  const atOnce = readNumber(given, 'at-once', { least: 1, most: 100_000, whole: true });
  const bundle = given.one('bundle');
  const fleet = await readFleetMatrix(names, given);
  const wanted = {
    ...(bundle === undefined ? {} : { program: programOfBundle(resolveUserPath(bundle)) }),
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(given.handedOn.length === 0 ? {} : { sbatchOptions: [...given.handedOn] }),
  };
  const isDry = given.has('dry-run');
  return stoppable(async (signal) => {
    const unlock = isDry ? () => {} : lockSubmissions(fleet);
    try {
      const missing = await findMissing(fleet, wanted, signal);
      if (signal.aborted) return exitCodes.interrupted;
      if (missing.shards.length === 0) {
        out.write('Nothing to submit: every shard is complete, or in the queue.\n');
      } else out.write(isDry ? missing.script : await submit(fleet, missing));
      return exitCodes.done;
    } finally {
      unlock();
    }
  });
}
