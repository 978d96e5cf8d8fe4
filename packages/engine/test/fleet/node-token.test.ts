import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { machineToken, nodeToken } from '../../src/fleet/node-token.ts';

const salt = '00112233445566778899aabbccddeeff';

test('a node has one token in a matrix, another in the next, and neither names it', async () => {
  const root = await mkdtemp(join(tmpdir(), 'stackbench-node-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'etc'));
  await writeFile(join(root, 'etc/machine-id'), 'abcdef0123456789\n');
  const token = nodeToken(salt, {}, root);
  expect(token).toMatch(/^[0-9a-f]{12}$/);
  expect(nodeToken(salt, {}, root)).toBe(token);
  expect(nodeToken('ff'.repeat(16), {}, root)).not.toBe(token);
  // Nodes of one image.
  expect(nodeToken(salt, { SLURMD_NODENAME: 'n1' }, root)).not.toBe(token);
  expect(nodeToken(salt, { SLURMD_NODENAME: 'n1' }, root)).not.toBe(
    nodeToken(salt, { SLURMD_NODENAME: 'n2' }, root),
  );
});

test('a machine has one token, whatever nodes it is', async () => {
  const root = await mkdtemp(join(tmpdir(), 'stackbench-node-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  expect(machineToken(salt, root)).toBeUndefined();
  const folder = join(root, 'proc/sys/kernel/random');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'boot_id'), '5e0d0f6e-0000-4000-8000-000000000000\n');
  const token = machineToken(salt, root);
  expect(token).toMatch(/^[0-9a-f]{12}$/);
  expect(machineToken('ff'.repeat(16), root)).not.toBe(token);
});
