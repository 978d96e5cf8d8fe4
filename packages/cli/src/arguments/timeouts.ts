import process from 'node:process';
import type { Tunables, Wait } from '@stackbench/model';
import { givenSeconds, secondsRange, timeoutVariable } from '@stackbench/workers';
import type { Given, Option } from './option.ts';
import { readNumber } from './read-number.ts';

const helps: Record<Wait, string> = {
  discover: 'for whoever is asked what is there',
  start: 'for a worker to start',
  build: 'to build a kernel, fill or read tensors; and 100 s a GB',
  sample: 'for a sample, beyond the time it is predicted to take',
  import: 'for a framework to be imported (default: 180)',
  install: 'for each step of making an environment',
};

/** The tunables of a run that each limit sets. */
const tunables: Partial<Record<Wait, readonly (keyof Tunables)[]>> = {
  discover: ['discoverTimeoutMs'],
  start: ['startTimeoutMs'],
  build: ['prepareTimeoutMs', 'buildTimeoutMs'],
  sample: ['sampleTimeoutMs'],
};

/** The options that say how long each of these may take. */
export function timeoutOptions(...waits: Wait[]): Option[] {
  return waits.map((wait) => ({
    name: `timeout-${wait}`,
    value: 'SECONDS',
    help: helps[wait],
  }));
}

/**
 * Puts what was given into the variables that set the same for good, where all who wait read it.
 * @throws BenchError for what is no number of seconds
 */
export function takeTimeouts(given: Given): void {
  for (const wait of Object.keys(helps) as Wait[]) {
    const seconds = readNumber(given, `timeout-${wait}`, { ...secondsRange, whole: false });
    if (seconds !== undefined) process.env[timeoutVariable(wait)] = String(seconds);
    // What the variable says is judged before anything waits.
    givenSeconds(wait);
  }
}

/** What the limits that somebody set make of a run's tunables. */
export function timeoutTunables(): Partial<Tunables> {
  return Object.fromEntries(
    (Object.keys(tunables) as Wait[]).flatMap((wait) => {
      const seconds = givenSeconds(wait);
      return seconds === undefined ? [] : tunables[wait]!.map((name) => [name, seconds * 1000]);
    }),
  );
}
