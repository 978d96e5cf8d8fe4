import type { SlurmTask } from './task.ts';

/** What sacct is asked about tasks that the queue has forgotten. */
export const sacctArguments = [
  '--noheader',
  '--allocations',
  '--array',
  '--parsable2',
  '--format=JobID,State,NodeList,Elapsed,ExitCode',
];

/** What sacct printed of one job. */
export function parseAccounting(text: string): SlurmTask[] {
  return text.split('\n').flatMap((line) => {
    const [id = '', state = '', node = '', elapsed = '', exit = ''] = line.trim().split('|');
    const shard = /^\d+_(\d+)$/.exec(id)?.[1];
    if (shard === undefined) return [];
    return [
      {
        shard: Number(shard),
        // `CANCELLED by 1000`
        state: state.split(' ', 1)[0]!,
        node: node === '' || node === 'None assigned' ? null : node,
        elapsed,
        reason: /^[1-9]/.test(exit) ? `exit code ${exit.split(':', 1)[0]}` : null,
      },
    ];
  });
}
