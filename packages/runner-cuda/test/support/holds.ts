import { readFile } from 'node:fs/promises';
import type { Outcome, Tunables } from '@stackbench/model';

/** Numbers that tell in a hold what it is made of. */
export const holdTunables: Partial<Tunables> = {
  holdLaunchNs: 1_000_000,
  holdNodeNs: 1,
  longestHoldNs: 900_000_000,
};

const longestRecording = 1024;

/** For how long a worker held the device before its last sample, by its log, and for how long its submissions ask: both
 * workers are to do it alike. */
export async function readHolds(log: string, outcome: Outcome) {
  if (outcome.status !== 'ok') throw new Error(`${outcome.status}: ${outcome.reason}`);
  const held = (await readFile(log, 'utf8')).trim().split('\n').map(Number);
  const recordings = Math.ceil(outcome.repetitions / longestRecording);
  return { held: held.at(-1), asked: (recordings + 2) * 1_000_000 + outcome.repetitions };
}
