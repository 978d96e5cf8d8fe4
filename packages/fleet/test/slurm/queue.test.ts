import { expect, test } from 'vitest';
import { parseQueue } from '../../src/slurm/queue.ts';

// As Slurm 22.05 printed it.
const printed = `3|PENDING||0:00|JobArrayTaskLimit
1|RUNNING|n1|1:02:03|None
0|CANCELLED|n2|0:02|None
4|PENDING||0:00|ReqNodeNotAvail, UnavailableNodes:n[1-2]
N/A|RUNNING|n3|0:02|None
`;

test('reads a task a line, and leaves out what is of no array', () => {
  expect(parseQueue(printed)).toEqual([
    { shard: 3, state: 'PENDING', node: null, elapsed: '0:00', reason: 'JobArrayTaskLimit' },
    { shard: 1, state: 'RUNNING', node: 'n1', elapsed: '1:02:03', reason: 'None' },
    { shard: 0, state: 'CANCELLED', node: 'n2', elapsed: '0:02', reason: 'None' },
    {
      shard: 4,
      state: 'PENDING',
      node: null,
      elapsed: '0:00',
      reason: 'ReqNodeNotAvail, UnavailableNodes:n[1-2]',
    },
  ]);
});

test('nothing is no task', () => {
  expect(parseQueue('')).toEqual([]);
});
