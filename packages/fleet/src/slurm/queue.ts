import type { SlurmTask } from './task.ts';

/**
 * What squeue is asked, in the words that all its versions know: the shape of its JSON differs between them. It tells of
 * ended tasks, too, for as long as the controller remembers them.
 */
export const squeueArguments = [
  '--noheader',
  '--array',
  '--states=all',
  // The reason is last, as it may hold any character.
  '--format=%K|%T|%N|%M|%r',
];

/** What squeue printed of one job; lines of no array's task are left out. */
export function parseQueue(text: string): SlurmTask[] {
  return text.split('\n').flatMap((line) => {
    const [shard = '', state = '', node = '', elapsed = '', ...reason] = line.trim().split('|');
    if (!/^\d+$/.test(shard)) return [];
    return [
      {
        shard: Number(shard),
        state,
        node: node || null,
        elapsed,
        reason: reason.join('|') || null,
      },
    ];
  });
}
