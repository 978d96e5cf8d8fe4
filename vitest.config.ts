import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Each package is a project of its name; `extends` hands it the settings below. */
const projects = globSync(['packages/*/package.json', 'kernels/package.json'], {
  cwd: import.meta.dirname,
}).map((file) => ({
  extends: true as const,
  root: dirname(file),
  test: { name: `@stackbench/${basename(dirname(file))}` },
}));

export default defineConfig({
  test: {
    projects,
    reporters: ['default', './.ci/summary-reporter.ts'],
    // CI machines are shared: a real process that was starved once gets another try.
    retry: process.env['CI'] === 'true' ? 2 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
