import { expect, test } from 'vitest';
import { shortenHome } from '../src/shorten-home.ts';

test.each([
  ['/home/ada/.cache/x', '~/.cache/x'],
  ['/home/ada', '~'],
  ['/home/adam/x', '/home/adam/x'],
  ['/usr/share/x', '/usr/share/x'],
])('%s is published as %s', (path, shown) => {
  expect(shortenHome(path, '/home/ada')).toBe(shown);
});
