import { describe, expect, test } from 'vitest';
import { type ShardEvidence, stateOfShard } from '../../src/shard/shard-state.ts';
import type { SlurmTask } from '../../src/slurm/task.ts';

const half = { index: 3, outcomes: 20, expected: 40, isComplete: false, foreign: null };
const stateOf = (more: Partial<ShardEvidence>) =>
  stateOfShard({ progress: half, wasSubmitted: true, task: undefined, lastWord: null, ...more });
const task = (more: Partial<SlurmTask>): SlurmTask => ({
  shard: 3,
  state: 'RUNNING',
  node: 'n1',
  elapsed: '0:05',
  reason: 'None',
  ...more,
});

describe('a shard', () => {
  test('is complete when its file is, whatever the queue says', () => {
    const progress = { ...half, outcomes: 40, isComplete: true };
    expect(stateOf({ progress, task: task({ state: 'CANCELLED' }) })).toEqual({ is: 'complete' });
    expect(stateOf({ progress, wasSubmitted: false })).toEqual({ is: 'complete' });
  });

  test('is of another matrix, however complete its file is', () => {
    const progress = { ...half, isComplete: true, foreign: 'it is shard 2' };
    expect(stateOf({ progress })).toEqual({ is: 'foreign', reason: 'it is shard 2' });
  });

  test('runs where the queue says so', () => {
    const expected = { is: 'running', node: 'n1', elapsed: '0:05' };
    expect(stateOf({ task: task({}) })).toEqual(expected);
    expect(stateOf({ task: task({ state: 'COMPLETING' }) })).toEqual(expected);
  });

  test('waits with the reason, and with what is to be done where waiting will not do', () => {
    const waiting = task({ state: 'PENDING', node: null, reason: 'Priority' });
    expect(stateOf({ task: waiting })).toEqual({ is: 'waiting', reason: 'Priority', advice: null });
    const hopeless = stateOf({ task: { ...waiting, reason: 'PartitionTimeLimit' } });
    expect(hopeless).toMatchObject({
      is: 'waiting',
      advice: expect.stringContaining('--time') as string,
    });
  });

  test('that nobody submitted has not failed', () => {
    expect(stateOf({ wasSubmitted: false })).toEqual({ is: 'unsubmitted' });
  });

  test.each([
    { name: 'ended from outside', task: task({ state: 'CANCELLED' }), reason: 'cancelled' },
    { name: 'lost its node', task: task({ state: 'NODE_FAIL' }), reason: 'node fail' },
    { name: 'failed', task: task({ state: 'FAILED' }), reason: 'ended: exit code 2' },
    { name: 'is forgotten', task: undefined, reason: 'ended: exit code 2' },
  ])('that $name says how it ended', ({ task: ended, reason }) => {
    expect(stateOf({ task: ended, lastWord: 'ended: exit code 2' })).toEqual({
      is: 'failed',
      reason,
    });
  });

  test('that never began says so', () => {
    expect(stateOf({})).toEqual({ is: 'failed', reason: 'it left the queue before it began' });
    const known = task({ state: 'FAILED', reason: 'exit code 2' });
    expect(stateOf({ task: known })).toEqual({ is: 'failed', reason: 'exit code 2' });
  });

  test('that was cut off says where', () => {
    const { is, ...rest } = stateOf({ lastWord: 'starts on n1: restart 0' });
    expect(is).toBe('failed');
    expect(rest).toEqual({ reason: 'cut off, and not told why: it starts on n1: restart 0' });
  });
});
