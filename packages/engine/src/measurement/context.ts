import type { Tunables } from '@stackbench/model';
import type { Phase } from '../events.ts';
import type { GpuMonitor, HostMonitor } from '@stackbench/stacks';
import type { RunnableStack } from '@stackbench/workers';
import type { References } from '../verification/references.ts';
import type { Session } from '../session.ts';
import type { FailedCase } from './failed-case.ts';
import type { History } from './history.ts';
import type { ProgramRegister } from './program-register.ts';
import type { LaunchClock } from './launch-clock.ts';

/** What the measurement of a case needs of its launch. */
export interface LaunchContext extends RunnableStack {
  session: Session;
  tunables: Tunables;
  references: References;
  /** What this run has built so far. */
  programs: ProgramRegister;
  /** What times the kernels of this launch. */
  clock: LaunchClock;
  /** What came of the builds of this launch at a ragged problem; null: all is right. */
  ragged: Map<string, FailedCase | null>;
  /** Tells what the GPU is doing; null where nothing does. */
  monitor: GpuMonitor | null;
  /** Tells what the host's processors are doing; null for a stack that does not compute on them. */
  hostMonitor: HostMonitor | null;
  /** What this launch has shown so far. */
  history: History;
  /** The launch's own temporary folder, for outputs. */
  folder: string;
  /** Interrupts the run. */
  signal: AbortSignal | undefined;
  onPhase: (phase: Phase) => void;
}
