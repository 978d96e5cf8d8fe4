import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './.ci/longest-first.ts';

/** What a test file says that takes minutes, or what not every machine has (README.md, Developing). */
const needsMachine = '// @module-tag machine';
/** And one that measures times, which others would lengthen. */
const needsRest = `${needsMachine}\n// @module-tag alone`;
/** And one that takes some of all combinations, as all take too long: `pnpm test:matrix`. */
const hasMatrix = '// @module-tag matrix\n';

export default defineConfig(({ mode }) => {
  const packages = globSync(['packages/*/package.json', 'kernels/package.json'], {
    cwd: import.meta.dirname,
  }).map(dirname);
  /** The light ones of a package share their processes: half of their time was the loading of what others had loaded. */
  const light = packages.flatMap((root) => project('light', root, { isolate: false }));
  const machine = packages.flatMap((root) => project('machine', root, {}));
  /** After all others, one file at a time. */
  const last = { maxWorkers: 1, sequence: { groupOrder: 1 } };
  const alone = packages.flatMap((root) => project('alone', root, last));
  const matrix = packages.flatMap((root) => project('matrix', root, {}));
  return {
    test: {
      // Each package is one of its name; `extends` hands it the settings below.
      projects: { light, matrix }[mode] ?? [...light, ...machine, ...alone],
      tags: [
        { name: 'machine', description: 'takes minutes, or what not every machine has' },
        { name: 'long', description: 'takes so long that it is to begin first' },
        { name: 'matrix', description: 'takes some of all combinations, and all on demand' },
        { name: 'alone', description: 'measures times, which others would lengthen' },
      ],
      reporters: ['default', './.ci/summary-reporter.ts'],
      // CI machines are shared: a real process that was starved once gets another try.
      retry: process.env['CI'] === 'true' ? 2 : 0,
      // One more than there are processors: tests of real processes wait for them more than half of their time.
      maxWorkers: availableParallelism() + 1,
      sequence: { sequencer: LongestFirst },
      // Fake workers and command lines are started by the hundred; Node need not compile each of them anew.
      env: {
        NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/tests'),
        ...(mode === 'matrix' ? { STACKBENCH_TEST_MATRIX: '1' } : {}),
      },
      // A limit tells what hangs; processes take long where ten others want the same processor.
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
});

type Kind = 'light' | 'machine' | 'alone' | 'matrix';

function project(kind: Kind, root: string, test: object) {
  const include = findTests(root, (text) =>
    kind === 'matrix' ? text.includes(hasMatrix) : kindOf(text) === kind,
  );
  const name = `@stackbench/${basename(root)}${kind === 'light' ? '' : ` ${kind}`}`;
  return include.length === 0
    ? []
    : [{ extends: true as const, root, test: { name, include, ...test } }];
}

/** vitest's own filter by tags would load all files, and report the tests of others as skipped. */
function findTests(root: string, isWanted: (text: string) => boolean): string[] {
  const cwd = join(import.meta.dirname, root);
  return globSync('test/**/*.test.ts', { cwd }).filter((file) =>
    isWanted(readFileSync(join(cwd, file), 'utf8')),
  );
}

function kindOf(text: string): Kind {
  if (text.startsWith(needsRest)) return 'alone';
  return text.startsWith(needsMachine) ? 'machine' : 'light';
}
