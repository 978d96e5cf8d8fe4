import type { CannotRun, Program, ProgramRequest, Stack } from '@stackbench/model';

/** How to start a worker: a program and its arguments, never a shell. */
export interface WorkerCommand {
  file: string;
  args: readonly string[];
  /** Variables added to, or (undefined) removed from, the environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /**
   * Where replies come from. `stdout`: the worker has moved its real stdout aside for them.
   * `fd3`: they come on descriptor 3 (announced in STACKBENCH_REPLY_FD), stdout is log.
   */
  replies: 'stdout' | 'fd3';
}

export interface DiscoverOptions {
  /** Timeout of each probe, in milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Finds and drives one kind of stack. A runner decides *what* to start and what to hand to it; the
 * engine alone decides when, how often, and what to make of the answers.
 */
export interface Runner {
  kind: Stack['kind'];
  /** Every stack of this kind, those that cannot run included, with their reason and fix. Never throws for a broken stack. */
  discover(options: DiscoverOptions): Promise<Stack[]>;
  /**
   * A closer look at a stack that is to be run, for what takes too long while all are searched: its
   * facts completed, or why it cannot run after all. Never throws for a broken stack.
   */
  inspect?(stack: Stack, options: DiscoverOptions): Promise<Stack>;
  /** How to start a worker for `stack`. */
  command(stack: Stack): WorkerCommand;
  /**
   * The program for one case, from the kernel sources on disk; or why this stack cannot run it.
   * @throws BenchError for a source that is missing or broken: the case becomes a `compile-error`
   */
  program(stack: Stack, request: ProgramRequest): Promise<Program | CannotRun>;
  /**
   * Builds what these requests need, on all cores and before anything is measured, so that
   * `program` finds it done. What fails is left for `program` to tell.
   */
  prebuild?(
    stack: Stack,
    requests: readonly ProgramRequest[],
    options: PrebuildOptions,
  ): Promise<void>;
}

export interface PrebuildOptions {
  /** Not called where everything is there at once. */
  onProgress: (done: number, total: number) => void;
  signal: AbortSignal | undefined;
}
