import { type KernelVariant, preparedSchema } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { createHistory } from './history.ts';
import { plannedDevice } from '../program-request.ts';
import { makeProgram } from './make-program.ts';
import { prepareTimeoutMs } from './prepare-timeout.ts';
import { buildKey, raggedCase } from './ragged-problem.ts';
import { verifyCase } from './verify-case.ts';

/**
 * Why a variant is not to be timed: at a small problem of odd extents its build computes something wrong, or
 * nothing. Suites of round sizes would never find out. Asked of the device once a launch for each build.
 */
export async function verifyRagged(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
): Promise<FailedCase | null> {
  const device = plannedDevice(launch.stack);
  const key = buildKey(planned, variant, device);
  if (key === null) return null;
  const known = launch.ragged.get(key);
  if (known !== undefined) return known;
  const ragged = raggedCase(planned, variant, device);
  const failure = ragged === null ? null : await tryAt(launch, ragged, variant);
  // An interrupted check says nothing of the build.
  if (failure?.status !== 'interrupted') launch.ragged.set(key, failure);
  return failure;
}

async function tryAt(
  launch: LaunchContext,
  ragged: PlannedCase,
  variant: KernelVariant,
): Promise<FailedCase | null> {
  const { session, tunables } = launch;
  const made = await makeProgram(launch, ragged, variant);
  // What it cannot do it need not do right.
  if (!made.ok) return null;
  const opened = await session.open();
  if (!opened.ok) return opened;
  const { clock } = opened.description;
  const prepared = await session.ask(
    { do: 'prepare', program: made.program, bufferSets: 1 },
    preparedSchema,
    prepareTimeoutMs(tunables, ragged),
  );
  const checked = prepared.ok
    ? // How fast so little work is done tells nothing of more.
      await verifyCase({ ...launch, history: createHistory() }, ragged, variant, clock)
    : prepared;
  await session.release();
  // What follows is the case's own.
  launch.onPhase('build');
  if (checked.ok || checked.status === 'unsupported') return null;
  return { ...checked, reason: `At ${ragged.record.problem}: ${checked.reason}` };
}
