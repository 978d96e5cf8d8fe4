import { expect, it } from 'vitest';
import { describeStartFailure } from '../src/describe-start-failure.ts';

it.each([
  [
    'spawn /usr/bin/python3 EAGAIN',
    'cannot be started: this user may have no more processes and threads (ulimit -u 4096 allows more); spawn /usr/bin/python3 EAGAIN',
  ],
  [
    'spawn /usr/bin/g++ EMFILE',
    'cannot be started: no more files may be open (ulimit -n 4096 allows more); spawn /usr/bin/g++ EMFILE',
  ],
  ['spawn nvcc ENOMEM', 'cannot be started: there is no memory left for it; spawn nvcc ENOMEM'],
  ['spawn nvcc EACCES', 'cannot be started: spawn nvcc EACCES'],
])('%s tells which limit of the caller it came to, where it did', (problem, told) => {
  expect(describeStartFailure(problem)).toBe(told);
});
