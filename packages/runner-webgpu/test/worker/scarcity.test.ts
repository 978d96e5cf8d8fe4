import { expect, test } from 'vitest';
import { describeScarcity, isScarce } from '../../src/worker/scarcity.ts';

test('too little shared memory, too few open files and processes are named, with what to do', () => {
  expect(isScarce(65_536)).toBe(true);
  expect(describeScarcity(65_536, 64, 60)).toEqual([
    '/dev/shm has 64 KiB left (docker run --shm-size=1g gives more)',
    'only 64 files may be open (ulimit -n 4096 allows more)',
    'this user may have only 60 processes and threads (ulimit -u 4096 allows more)',
  ]);
});

test('where there is enough, or nothing tells, nothing is named', () => {
  expect(describeScarcity(2 ** 30, 1024, 4096)).toEqual([]);
  expect(describeScarcity(null, null, null)).toEqual([]);
});
