import { expect, test } from 'vitest';
import { parseAccounting } from '../../src/slurm/accounting.ts';

// In the shape that sacct's manual describes: the Slurm of the tests keeps no accounts.
const printed = `812_0|COMPLETED|n1|00:01:40|0:0
812_1|FAILED|n2|00:00:09|2:0
812_2|CANCELLED by 1000|n2|00:00:03|0:15
812_3|PENDING|None assigned|00:00:00|0:0
812_1.batch|FAILED|n2|00:00:09|2:0
`;

test('reads the task of each shard, without its steps', () => {
  expect(parseAccounting(printed)).toEqual([
    { shard: 0, state: 'COMPLETED', node: 'n1', elapsed: '00:01:40', reason: null },
    { shard: 1, state: 'FAILED', node: 'n2', elapsed: '00:00:09', reason: 'exit code 2' },
    { shard: 2, state: 'CANCELLED', node: 'n2', elapsed: '00:00:03', reason: null },
    { shard: 3, state: 'PENDING', node: null, elapsed: '00:00:00', reason: null },
  ]);
});
