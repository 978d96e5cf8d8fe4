import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import process from 'node:process';
import { expect, test } from 'vitest';
import { parseCpuSet, readCpuSet } from '../../src/host/cpu-set.ts';

test.runIf(process.platform === 'linux')('the processors are those that the system tells', () => {
  const told = execFileSync('grep', ['Cpus_allowed_list', '/proc/self/status'], {
    encoding: 'utf8',
  });
  expect(readCpuSet()).toBe(told.split('\t')[1]?.trim());
});

test('where the system tells none, they are all', () => {
  expect(readCpuSet('darwin')).toBe(`0-${cpus().length - 1}`);
});

test('a set is read as Linux writes it', () => {
  expect(parseCpuSet('0-2,8')).toEqual([0, 1, 2, 8]);
  expect(parseCpuSet('')).toEqual([]);
});
