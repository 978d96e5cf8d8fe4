import type { CannotRun, Program, ProgramRequest, Stack } from '@stackbench/model';
import type { WorkerCommand } from './worker-command.ts';

/** Finds one kind of stack. */
export interface Runner {
  kind: Stack['kind'];
  /** Every stack of this kind, those that cannot run included, with their reason and fix. Never throws for a broken stack. */
  discover(options: DiscoverOptions): Promise<FoundStack[]>;
}

export interface DiscoverOptions {
  /** Timeout of each probe, in milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Ask everything anew, whatever is known from earlier searches. */
  anew?: boolean;
  /** Patterns of the ids that are looked for: what none of them may name need not be asked. */
  wanted?: readonly string[] | undefined;
}

/** A stack that can run, or one that cannot and says why. */
export type FoundStack = RunnableStack | { stack: Stack; driver: null };

/** A stack with what drives it. Its control has the same driver. */
export interface RunnableStack {
  stack: Stack;
  driver: Driver;
}

/**
 * Drives one stack. A driver decides *what* to start and what to hand to it; the engine alone decides
 * when, how often, and what to make of the answers.
 */
export interface Driver {
  /** How to start a worker. */
  command: WorkerCommand;
  /**
   * The program for one case, from the kernel sources on disk; or why this stack cannot run it.
   * @throws BenchError for a source that is missing or broken: the case becomes a `compile-error`
   */
  program(request: ProgramRequest, options?: ProgramOptions): Promise<Program | CannotRun>;
  /**
   * Builds what these requests need, on all cores and before anything is measured, so that
   * `program` finds it done. What fails is left for `program` to tell.
   */
  prebuild?(requests: readonly ProgramRequest[], options: PrebuildOptions): Promise<void>;
  /**
   * A closer look at a stack that is to be run, for what takes too long while all are searched: its
   * facts completed, or why it cannot run after all. Its id stays. Never throws for a broken stack.
   */
  inspect?(options: DiscoverOptions): Promise<FoundStack>;
}

export interface ProgramOptions {
  /** Ends the compilers that are at work. */
  signal?: AbortSignal | undefined;
  /** How long each of them may take. */
  timeoutMs?: number | undefined;
}

export interface PrebuildOptions extends ProgramOptions {
  /** Not called where everything is there at once. */
  onProgress: (done: number, total: number) => void;
}
