import {
  type Clock,
  type KernelVariant,
  type Measurement,
  preparedSchema,
} from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import { digestProgram } from '@stackbench/programs';
import { failed } from '@stackbench/workers';
import { chooseBufferSets } from './buffer-sets.ts';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { holdOf } from './hold-of.ts';
import { makeProgram } from './make-program.ts';
import { predictOverrun } from './predict.ts';
import { prepareTimeoutMs } from './prepare-timeout.ts';
import { verifyRagged } from './verify-ragged.ts';

/** A case that the worker has built and holds ready. */
export interface BuiltCase extends Pick<
  Measurement,
  'bufferSets' | 'caches' | 'buildNs' | 'notes'
> {
  ok: true;
  programDigest: string;
  clock: Clock;
}

/**
 * Opens the worker if need be, and has it build `variant` for the case's problem, unless it would
 * overrun the budget of a case, or is wrong at a ragged problem.
 */
export async function buildCase(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
): Promise<BuiltCase | FailedCase> {
  const { session, stack, programs, tunables } = launch;
  launch.onPhase('build');
  const program = await makeProgram(launch, planned, variant);
  if (!program.ok) return program;
  const programDigest = digestProgram(program.program, stack.facts);
  if (!programs.isSame(stack.id, planned, variant.name, programDigest)) {
    const reason = `${variant.name} has been edited since the run began. Start a new run.`;
    return failed('skipped', reason);
  }
  const overrun = predictOverrun(launch, planned, variant);
  if (overrun !== null) return overrun;
  const ragged = await verifyRagged(launch, planned, variant);
  if (ragged !== null) return { ...ragged, programDigest };
  const opened = await session.open();
  if (!opened.ok) return opened;
  const { facts, clock } = opened.description;
  const sets = chooseBufferSets(stack, facts, planned.record.bytes, tunables);
  const prepared = await session.ask(
    {
      do: 'prepare',
      program: program.program,
      bufferSets: sets.bufferSets,
      hold: holdOf(tunables),
    },
    preparedSchema,
    prepareTimeoutMs(tunables, planned),
  );
  if (!prepared.ok) return { ...prepared, programDigest };
  const { buildNs } = prepared.result;
  const notes = { ...program.notes, ...prepared.result.notes };
  return {
    ok: true,
    programDigest,
    clock,
    ...sets,
    buildNs,
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
}
