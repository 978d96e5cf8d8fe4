import { expect, test } from 'vitest';
import { createGist } from '../src/failure-groups.ts';

const gist = createGist(['naive', 'naive-8x8']);

test('reasons that differ in numbers have one gist', () => {
  const [one, other] = ['The case needs 64.5 MiB of m=64.', 'The case needs 4096 MiB of m=8192.'];
  expect(gist('unsupported', one)).toBe(gist('unsupported', other));
});

test.each([
  ['f16→f32', 'f32→f32'],
  ['f16', 'bf16'],
  ['f32', 'tf32'],
  ['f16', 'f16acc'],
  ['i8→i32', 'u8→u32'],
  ['f16 8×8×8', 'f32 8×8×8'],
])('of %j is another reason than of %j', (one, other) => {
  const [first, second] = [`No matrices of ${one}.`, `No matrices of ${other}.`];
  expect(gist('unsupported', first)).not.toBe(gist('unsupported', second));
});

test('the extents of matrices of one type are numbers', () => {
  expect(gist('unsupported', 'No f16→f32 16×16×16.')).toBe(
    gist('unsupported', 'No f16→f32 8×8×8.'),
  );
});

test('a variant is named in the gist of what failed alone', () => {
  const [one, other] = ['naive is too slow.', 'naive-8x8 is too slow.'];
  expect(gist('unsupported', one)).toBe(gist('unsupported', other));
  expect(gist('crash', one)).not.toBe(gist('crash', other));
});
