import { expect, test } from 'vitest';
import { describeMaking, type Making } from '../../src/setups/making.ts';

const making: Making = { name: 'a', totalBytes: 4e9, bytes: 1e9, startedMs: 0, ended: null };

test.each([
  [{}, '  a  ██░░░░░░░░ 1.0 GB of 4.0 GB · 10 s · about 30 s left'],
  [{ bytes: 0 }, '  a  ░░░░░░░░░░ 0 B of 4.0 GB · 10 s'],
  [{ bytes: 4e9 }, '  a  installing · 10 s'],
  [{ totalBytes: 0, bytes: 0 }, '  a  installing from the cache · 10 s'],
  [{ totalBytes: null, bytes: 0 }, '  a  installing · 10 s'],
  [{ totalBytes: null, bytes: 25e6 }, '  a  25 MB arrived · 10 s'],
  [{ ended: { ms: 8000, ok: true } }, '✓ a  8.0 s'],
  [{ ended: { ms: 8000, ok: false } }, '✗ a  8.0 s'],
])('%j', (about, line) => {
  expect(describeMaking({ ...making, ...about }, 10_000)).toBe(line);
});
