import { expect, test } from 'vitest';
import { describeScarcity, isScarce } from '../../src/worker/scarcity.ts';

test('too little shared memory and too few open files are named, with what to do', () => {
  expect(isScarce(65_536)).toBe(true);
  expect(describeScarcity(65_536, 64)).toEqual([
    '/dev/shm has 64 KiB left (docker run --shm-size=1g gives more)',
    'only 64 files may be open (ulimit -n 4096 allows more)',
  ]);
});

test('where there is enough, or nothing tells, nothing is named', () => {
  expect(describeScarcity(2 ** 30, 1024)).toEqual([]);
  expect(describeScarcity(null, null)).toEqual([]);
});
