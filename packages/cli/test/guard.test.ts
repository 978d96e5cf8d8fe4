import { spawnSync } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './start-bench.ts';

/** A copy of the entry in a workspace that wants this Node and has nothing installed. */
async function runGuard(node: string, { isCheckout = true } = {}) {
  const root = await makeFolder();
  await mkdir(join(root, 'packages/cli/bin'), { recursive: true });
  if (isCheckout) {
    await mkdir(join(root, 'packages/cli/src'));
    await writeFile(join(root, 'packages/cli/src/main.ts'), '');
  }
  await writeFile(join(root, 'package.json'), JSON.stringify({ engines: { node } }));
  const entry = join(root, 'packages/cli/bin/stackbench.mjs');
  await cp(resolve(import.meta.dirname, '../bin/stackbench.mjs'), entry);
  const { status, stderr } = spawnSync(process.execPath, [entry, '--help'], { encoding: 'utf8' });
  return { status, stderr, root };
}

test('a Node that is too old is told which it takes and how to get it', async () => {
  const { status, stderr, root } = await runGuard('>=99');
  expect(status).toBe(2);
  expect(stderr).toBe(
    `stackbench: this is Node ${process.versions.node}, and stackbench needs Node 99 or newer\n` +
      `  fix: Run \`npx -y pnpm@12 bench\` in ${root}, which brings its own Node; or install Node 99.\n`,
  );
});

test('outside a checkout it is told to install a newer one', async () => {
  const { status, stderr } = await runGuard('>=99', { isCheckout: false });
  expect(status).toBe(2);
  expect(stderr).toContain('fix: Install Node 99 or newer.');
});

test('a fresh clone is told to install', async () => {
  const { status, stderr, root } = await runGuard('>=18');
  expect(status).toBe(2);
  expect(stderr).toContain(`fix: Run \`npx -y pnpm@12 install\` in ${root}.`);
});
