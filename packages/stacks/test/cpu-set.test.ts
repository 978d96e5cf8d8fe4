import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import process from 'node:process';
import { expect, test } from 'vitest';
import { readCpuSet } from '../src/cpu-set.ts';

test.runIf(process.platform === 'linux')('the processors are those that the system tells', () => {
  const told = execFileSync('grep', ['Cpus_allowed_list', '/proc/self/status'], {
    encoding: 'utf8',
  });
  expect(readCpuSet()).toBe(told.split('\t')[1]?.trim());
});

test('where the system tells none, they are all', () => {
  expect(readCpuSet('darwin')).toBe(`0-${cpus().length - 1}`);
});
