import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { buildRecordName, bundleRecordName, describeInstallation } from '../src/index.ts';

const build = { commit: 'a'.repeat(40), dirty: false, builtAt: '2026-01-01T00:00:00.000Z' };
let root: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-installation-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  root = join(folder, 'stackbench');
  await mkdir(root);
  await writeFile(join(root, 'package.json'), JSON.stringify({ version: '1.2.3' }));
});

test('a copy that nobody built is a checkout', () => {
  expect(describeInstallation(root, '.ts')).toMatchObject({
    kind: 'checkout',
    root,
    version: '1.2.3',
    build: null,
    command: 'pnpm bench',
  });
});

test('a package tells what it was built from', async () => {
  await writeFile(join(root, buildRecordName), JSON.stringify(build));
  expect(describeInstallation(root, '.js')).toMatchObject({
    kind: 'package',
    build,
    moduleExtension: '.js',
    command: 'npx stackbench',
  });
});

test('a package in a bundle is started by what lies beside it', async () => {
  await writeFile(join(root, buildRecordName), JSON.stringify(build));
  await writeFile(join(root, '..', bundleRecordName), '{}');
  expect(describeInstallation(root, '.js')).toMatchObject({ kind: 'bundle', command: './bench' });
});
