import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What a test file says that takes minutes, or what not every machine has (README.md, Developing). */
const needsMachine = '// @module-tag machine';
/** And one that measures times, which others would lengthen. */
const needsRest = `${needsMachine}\n// @module-tag alone`;

export default defineConfig(({ mode }) => {
  const packages = globSync(['packages/*/package.json', 'kernels/package.json'], {
    cwd: import.meta.dirname,
  }).map(dirname);
  /** Each package is a project of its name; `extends` hands it the settings below. */
  const projects = packages.map((root) => ({
    extends: true as const,
    root,
    test: {
      name: `@stackbench/${basename(root)}`,
      exclude: [
        '**/node_modules/**',
        ...findTagged(root, mode === 'light' ? needsMachine : needsRest),
      ],
    },
  }));
  /** After all others, one file at a time. */
  const alone = packages.flatMap((root) => {
    const include = mode === 'light' ? [] : findTagged(root, needsRest);
    const name = `@stackbench/${basename(root)} alone`;
    const test = { name, include, maxWorkers: 1, sequence: { groupOrder: 1 } };
    return include.length === 0 ? [] : [{ extends: true as const, root, test }];
  });
  return {
    test: {
      projects: [...projects, ...alone],
      tags: [
        { name: 'machine', description: 'takes minutes, or what not every machine has' },
        { name: 'alone', description: 'measures times, which others would lengthen' },
      ],
      reporters: ['default', './.ci/summary-reporter.ts'],
      // CI machines are shared: a real process that was starved once gets another try.
      retry: process.env['CI'] === 'true' ? 2 : 0,
      // vitest leaves one processor idle, which of two is half.
      maxWorkers: '100%',
      // The light tests share their processes: half of their time was the loading of what others had loaded.
      isolate: mode !== 'light',
      // Fake workers and command lines are started by the hundred; Node need not compile each of them anew.
      env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/tests') },
      // A limit tells what hangs; processes take long where ten others want the same processor.
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
});

/** vitest's own filter by tags would load these files all the same, and report each test as skipped. */
function findTagged(root: string, start: string): string[] {
  const cwd = join(import.meta.dirname, root);
  return globSync('test/**/*.test.ts', { cwd }).filter((file) =>
    readFileSync(join(cwd, file), 'utf8').startsWith(start),
  );
}
