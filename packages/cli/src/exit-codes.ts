/** What the exit code of `pnpm bench` says. */
export const exitCodes = {
  done: 0,
  /** A comparison found something slower than its baseline. */
  regressed: 1,
  badUsage: 2,
  /** Or nothing could be compared, or gathered yet. */
  nothingMeasured: 3,
  someFailed: 4,
  /** A bug in stackbench itself (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
