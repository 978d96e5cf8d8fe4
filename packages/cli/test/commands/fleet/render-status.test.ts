import type { ShardState } from '@stackbench/fleet';
import { expect, test } from 'vitest';
import { renderStatus } from '../../../src/commands/fleet/render-status.ts';

const output = { write: () => {}, width: () => 100, color: false, isLive: false };

function render(states: readonly ShardState[], problem: string | null = null): string[] {
  const shards = states.map((state, index) => ({
    progress: {
      index,
      outcomes: 3,
      expected: 8,
      isComplete: state.is === 'complete',
      foreign: state.is === 'foreign' ? state.reason : null,
    },
    state,
    log: `/data/shards/m/${index}.log`,
  }));
  const fleet = { matrix: { matrixId: 'm' }, path: '/data/matrix.json', words: 'matrix.json' };
  return renderStatus(fleet, { shards, problem }, output).trimEnd().split('\n');
}

test('tells of each shard that is not complete where it stands', () => {
  const priority: ShardState = { is: 'waiting', reason: 'Priority', advice: null };
  const lines = render([
    { is: 'complete' },
    { is: 'running', node: 'n2', elapsed: '1:32' },
    priority,
    priority,
    { is: 'waiting', reason: 'PartitionTimeLimit', advice: 'lower --time' },
    { is: 'failed', reason: 'ended: exit code 2' },
  ]);
  expect(lines).toEqual([
    'm  6 shards: 1 complete, 1 running, 3 waiting, 1 failed',
    '  1  runs on n2 for 1:32: 3 of 8 outcomes',
    '  2-3  wait: Priority',
    '  4  will not start: PartitionTimeLimit; lower --time',
    '  5  ended: exit code 2, after 3 of 8 outcomes: /data/shards/m/5.log',
    'Submit what is missing:  pnpm bench fleet submit matrix.json --slurm',
  ]);
});

test('fits a screen, however many run', () => {
  const running: ShardState = { is: 'running', node: 'n1', elapsed: '0:10' };
  const lines = render(Array.from({ length: 500 }, () => running));
  expect(lines.length).toBeLessThan(24);
  expect(lines.at(-1)).toBe('  … and 488 more');
});

test('says that the queue could not be asked', () => {
  expect(render([{ is: 'complete' }], 'Unable to contact slurm controller')).toContain(
    'The queue could not be asked: Unable to contact slurm controller',
  );
});
