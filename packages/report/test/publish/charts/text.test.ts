import { expect, it } from 'vitest';
import { widthOf, wrap } from '../../../src/publish/charts/text.ts';

it('breaks long names after their separators, and keeps all of them', () => {
  const name = 'webgpu:chromium-bundled/swiftshader on a machine, with: more';
  const lines = wrap(name, 160);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join('').replaceAll(' ', '')).toBe(name.replaceAll(' ', ''));
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(160);
});

it('breaks a word without separators where it must', () => {
  expect(wrap('x'.repeat(50), 100).every((line) => widthOf(line) <= 100)).toBe(true);
});
