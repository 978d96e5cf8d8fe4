import { expect, test } from 'vitest';
import { isLowerVersion } from '../src/version.ts';

test.each([
  ['525.60', '525.60.13', true],
  ['525.60.13', '525.60.13', false],
  ['9.10', '9.9', false],
  ['3.8', '3.10', true],
])('%s is lower than %s: %s', (a, b, isLower) => {
  expect(isLowerVersion(a, b)).toBe(isLower);
});
