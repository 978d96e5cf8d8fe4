import { expect, test } from 'vitest';
import { scrub } from '../../src/index.ts';

const identity = { home: '/home/ada', user: 'ada', host: 'ml-box-7' };
const clean = (text: string) => scrub(text, identity);

test('home, user and host are replaced wherever they name someone', () => {
  expect(clean('/home/ada/.venv/bin/python')).toBe('~/.venv/bin/python');
  expect(clean('--out=/home/ada')).toBe('--out=~');
  expect(clean('/data/ada/envs and C:\\Users\\ada\\x')).toBe(
    '/data/<user>/envs and C:\\Users\\<user>\\x',
  );
  expect(clean('on ml-box-7, ml-box-7.local')).toBe('on <host>, <host>.local');
});

test('what only looks like it stays', () => {
  expect(clean('/home/adam/x, nevada, ada lovelace')).toBe('/home/adam/x, nevada, ada lovelace');
  expect(clean('ml-box-77')).toBe('ml-box-77');
});

test('keys, lists and depths are covered; numbers and null stay', () => {
  expect(scrub({ '/home/ada/x': [{ y: '/home/ada' }, 1, null, true] }, identity)).toEqual({
    '~/x': [{ y: '~' }, 1, null, true],
  });
});

test('names too common to mean anyone are left alone', () => {
  const common = { home: '/', user: 'root', host: 'localhost' };
  expect(scrub('/x/root/y on localhost', common)).toBe('/x/root/y on localhost');
});
