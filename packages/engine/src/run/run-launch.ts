import type { Outcome, Stack, Tunables } from '@stackbench/model';
import type { GpuMonitor, HostMonitor } from '@stackbench/stacks';
import type { RunEvent } from '../events.ts';
import type { FailedCase } from '../measurement/failed-case.ts';
import { createLaunchClock } from '../measurement/launch-clock.ts';
import { createHistory } from '../measurement/history.ts';
import type { ProgramRegister } from '../measurement/program-register.ts';
import type { References } from '../verification/references.ts';
import { createSession } from '../session.ts';
import { makeLaunchFolder } from './launch-folder.ts';
import type { Patience } from './patience.ts';
import { type LaunchedCases, prebuild } from './prebuild.ts';
import { runCase } from './run-case.ts';

export interface LaunchOptions extends LaunchedCases {
  tunables: Tunables;
  references: References;
  programs: ProgramRegister;
  patience: Patience;
  keep: (outcome: Outcome) => Promise<void>;
  /** Opens what tells of the GPU of a stack; null where nothing does. */
  openMonitor: (stack: Stack) => GpuMonitor | null;
  hostMonitor: HostMonitor;
}

/**
 * One life of a stack's worker: every case once. An interrupted launch ends with its current case; one
 * of a stack that is given up skips what is left.
 */
export async function runLaunch(options: LaunchOptions): Promise<Outcome[]> {
  const { stack, driver, round, tunables, references, programs, patience } = options;
  const { onEvent, signal } = options;
  const folder = makeLaunchFolder();
  const session = createSession({
    stack,
    command: driver.command,
    tunables,
    signal,
    onStart: (description) =>
      onEvent({ type: 'worker-start', round, stack: stack.id, description }),
  });
  const onPhase = (phase: Extract<RunEvent, { type: 'phase' }>['phase']) =>
    onEvent({ type: 'phase', phase });
  const history = createHistory();
  const clock = createLaunchClock();
  const launch = {
    stack,
    clock,
    driver,
    session,
    tunables,
    references,
    programs,
    ragged: new Map<string, FailedCase | null>(),
    monitor: options.openMonitor(stack),
    hostMonitor: stack.software ? options.hostMonitor : null,
    history,
    folder: folder.path,
    signal,
    onPhase,
  };
  const outcomes: Outcome[] = [];
  onEvent({ type: 'launch-start', round, stack: stack.id });
  try {
    if (patience.whyGivenUp(stack.id) === null) {
      await prebuild(options, tunables.buildTimeoutMs);
    }
    for (const planned of options.cases) {
      if (signal?.aborted === true) break;
      onEvent({ type: 'case-start', round, stack: stack.id, case: planned.record.id });
      const reason = patience.whyGivenUp(stack.id);
      const outcome: Outcome =
        reason === null
          ? await runCase(launch, planned, round)
          : { case: planned.record.id, stack: stack.id, round, status: 'skipped', reason };
      // A worker that does not start failed once, and not with each case.
      if (!session.isBroken()) patience.note(outcome);
      outcomes.push(outcome);
      await options.keep(outcome);
      onEvent({ type: 'outcome', outcome });
    }
  } finally {
    await session.close();
    await folder.remove();
  }
  onEvent({ type: 'launch-end', round, stack: stack.id });
  return outcomes;
}
