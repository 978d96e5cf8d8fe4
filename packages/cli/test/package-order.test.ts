import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './start-bench.ts';

const root = join(import.meta.dirname, '../../..');

/** Data flows one way: a package imports from floors below its own alone (docs/architecture.md). */
const floors = [
  ['installation'],
  ['model', 'privacy'],
  ['statistics', 'kernels'],
  ['workers'],
  ['programs'],
  ['stacks'],
  ['environments'],
  // Side by side: neither knows the other.
  ['engine', 'runner-cuda', 'runner-pytorch', 'runner-webgpu'],
  ['report'],
  ['doctor', 'fleet'],
  ['distribution'],
  ['cli', 'peers'],
];
const floorOf = (name: string) => floors.findIndex((names) => names.includes(name));

const packages = globSync(['packages/*/package.json', 'kernels/package.json'], { cwd: root }).map(
  dirname,
);

/** The packages that the sources in a folder import, types included; its tests may use any. */
function importsOf(folder: string): Set<string> {
  const files = globSync('**/*.ts', {
    cwd: join(root, folder),
    exclude: (name) => ['node_modules', 'test'].includes(name),
  });
  const imports = /(?:from|import)\s*\(?\s*'@stackbench\/([a-z-]+)/g;
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, folder, file), 'utf8').matchAll(imports)].map(
        ([, name]) => name!,
      ),
    ),
  );
}

test.each(packages.map((folder) => ({ folder, name: basename(folder) })))(
  '$name imports from floors below its own alone',
  ({ folder, name }) => {
    expect(floorOf(name)).toBeGreaterThanOrEqual(0);
    const upwards = [...importsOf(folder)].filter((other) => floorOf(other) >= floorOf(name));
    expect(upwards).toEqual([]);
  },
);

test('two files that import each other fail the lint, when it is for types alone, too', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'a.ts'), "import type { B } from './b.ts';\nexport type A = B[];\n");
  await writeFile(
    join(folder, 'b.ts'),
    "import type { A } from './a.ts';\nexport type B = A | 1;\n",
  );
  const { status, stdout } = spawnSync(
    join(root, 'node_modules/.bin/oxlint'),
    ['-c', join(root, '.oxlintrc.json'), folder],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: expect.stringContaining('import(no-cycle)') as string,
  });
});
