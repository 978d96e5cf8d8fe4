import process from 'node:process';
import { BenchError, timeLimits, type Wait } from '@stackbench/model';
import type { Environment } from './environment.ts';

/** Seconds that a time limit may be: no timer takes more than 2^31 ms. */
export const secondsRange = { least: 0.001, most: 1e6 };

/** The variable that sets a limit for good: `STACKBENCH_TIMEOUT_BUILD`. Its option is `--timeout-build`. */
export function timeoutVariable(wait: Wait): string {
  return `STACKBENCH_TIMEOUT_${wait.toUpperCase()}`;
}

/**
 * The limit in seconds that its variable sets; undefined without.
 * @throws BenchError when that is no number of seconds
 */
export function givenSeconds(wait: Wait, env: Environment = process.env): number | undefined {
  const text = env[timeoutVariable(wait)];
  if (text === undefined || text === '') return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const { least, most } = secondsRange;
  if (seconds >= least && seconds <= most) return seconds;
  throw new BenchError(`${timeoutVariable(wait)} cannot be '${text}'`, {
    fix: `Give seconds, from ${least} to ${most}, or unset it.`,
  });
}

/** The limit in milliseconds. */
export function timeLimitMs(wait: Wait): number {
  return (givenSeconds(wait) ?? timeLimits[wait]) * 1000;
}

/** What to do about something that did not answer in time. */
export function adviseLonger(wait: Wait): string {
  return `Where it is slow and not hung, give it longer with --timeout-${wait} SECONDS or ${timeoutVariable(wait)}.`;
}
