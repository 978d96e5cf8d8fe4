/** What the caller's own limits forbid, and what would allow it. */
const limits: readonly (readonly [code: RegExp, meaning: string])[] = [
  [/\bEAGAIN\b/, 'this user may have no more processes and threads (ulimit -u 4096 allows more)'],
  [/\bE[MN]FILE\b/, 'no more files may be open (ulimit -n 4096 allows more)'],
  [/\bENOMEM\b/, 'there is no memory left for it'],
];

/** Why the system started no process, by what it said, as the end of a sentence. */
export function describeStartFailure(problem = 'unknown error'): string {
  const [, meaning] = limits.find(([code]) => code.test(problem)) ?? [];
  return `cannot be started: ${meaning === undefined ? problem : `${meaning}; ${problem}`}`;
}
