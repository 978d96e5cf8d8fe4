import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isOwnerGone, ownerPattern, thisOwner } from '../src/owner.ts';

test('this process has signed, and is not gone', () => {
  expect(thisOwner()).toMatch(new RegExp(`^${ownerPattern}$`));
  expect(isOwnerGone(thisOwner())).toBe(false);
});

test('one that ended is gone', () => {
  const [namespace, , start] = thisOwner().split('-');
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  expect(isOwnerGone(`${namespace}-${dead}-${start}`)).toBe(true);
});

test.runIf(process.platform === 'linux')('so is one whose number another process has', () => {
  const [namespace, pid, start] = thisOwner().split('-');
  expect(isOwnerGone(`${namespace}-${pid}-${Number(start) - 1}`)).toBe(true);
});

test('of another namespace nothing is known', () => {
  const [, pid, start] = thisOwner().split('-');
  expect(isOwnerGone(`1-${pid}-${start}`)).toBe(false);
});
