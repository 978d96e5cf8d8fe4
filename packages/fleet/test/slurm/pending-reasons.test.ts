import { expect, test } from 'vitest';
import { adviseOnWaiting } from '../../src/slurm/pending-reasons.ts';

test.each([
  'ReqNodeNotAvail, UnavailableNodes:n[1-2]',
  'PartitionTimeLimit',
  'DependencyNeverSatisfied',
  'JobHeldUser',
  'launch failed requeued held',
  'QOSMaxGRESPerUser',
  'AssocMaxWallDurationPerJobLimit',
])('%s does not end by waiting', (reason) => {
  expect(adviseOnWaiting(reason)).toMatch(/: /);
});

test.each(['Priority', 'Resources', 'JobArrayTaskLimit', 'BeginTime', 'None', 'QOSGrpGRES'])(
  '%s ends by waiting',
  (reason) => {
    expect(adviseOnWaiting(reason)).toBeNull();
  },
);
