import { expect, test } from 'vitest';
import { mayName } from '../src/may-name.ts';

test.each([
  ['cuda:emulated', 'cuda:', true],
  ['cuda:emulated', 'webgpu:', false],
  ['cuda:*', 'cuda:emulated', true],
  ['*', 'pytorch:', true],
  ['{cuda:emulated,webgpu:*}', 'pytorch:', true],
  ['web*', 'webgpu:', true],
  ['web*', 'cuda:', false],
  ['webgpu:dawn/*', 'webgpu:dawn/', true],
  ['webgpu:dawn/*', 'webgpu:chromium-bundled/', false],
  ['webgpu:?awn/x', 'webgpu:dawn/', true],
  // A name is no pattern: nothing longer goes by it.
  ['webgpu:', 'webgpu:dawn/', false],
])('whether %s may name what begins with %s: %s', (pattern, start, expected) => {
  expect(mayName(pattern, start)).toBe(expected);
});
