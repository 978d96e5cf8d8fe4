import { Float16Array as Substitute } from '@petamoriken/float16';
import { expect, test } from 'vitest';
import { escapeRegExp } from '../src/older-node.ts';

test('the substitute for Float16Array reads the very numbers', () => {
  const bits = new Uint16Array(2 ** 16).map((_, index) => index).buffer;
  expect(Array.from(new Substitute(bits))).toEqual(Array.from(new Float16Array(bits)));
});

test('an escaped text matches itself alone', () => {
  const text = String.raw`/home/a.b+c (1)\n-x`;
  expect(new RegExp(`^${escapeRegExp(text)}$`).test(text)).toBe(true);
  expect(new RegExp(`^${escapeRegExp('a.b')}$`).test('axb')).toBe(false);
});
