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
