import { expect, test } from 'vitest';
import { lastWordOf } from '../../src/shard/last-word.ts';

test('is the last line of the script, whatever bench printed behind it', () => {
  const log = [
    'fleet: shard 3 starts on n1: restart 0, devices given: none, used: what is found',
    'gemm/naive ok',
    'fleet: shard 3 ended: exit code 2',
    'slurmstepd: error: *** JOB 4 ON n1 CANCELLED ***',
    '',
  ].join('\n');
  expect(lastWordOf(log)).toBe('ended: exit code 2');
});

test('is none of a log without one', () => {
  expect(lastWordOf('sh: 1: bench: not found\n')).toBeNull();
});
