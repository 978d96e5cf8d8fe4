import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { machineSchema } from '@stackbench/model';
import { expect, onTestFinished, test } from 'vitest';
import { describeMachine } from '../src/machine.ts';

/** A folder that stands for `/` of a machine with these files. */
async function makeRoot(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'stackbench-machine-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

test('this machine is described as a run file wants it, without host and user names', async () => {
  const machine = await describeMachine();
  expect(machineSchema.parse(machine)).toEqual(machine);
  const words = JSON.stringify(machine).split(/[^\w.-]+/);
  expect(words).not.toContain(hostname());
  expect(words).not.toContain(userInfo().username);
});

test('the NVIDIA driver comes from its module, or else from its report', async () => {
  const closed =
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.54.03  Tue Jun  6 22:20:39 UTC 2023\n';
  const open =
    'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build\nGCC version:  gcc version 12.2.0\n';
  for (const [files, driver] of [
    [{ 'sys/module/nvidia/version': '570.26\n', 'proc/driver/nvidia/version': open }, '570.26'],
    [{ 'proc/driver/nvidia/version': open }, '580.65.06'],
    [{ 'proc/driver/nvidia/version': closed }, '535.54.03'],
    [{}, null],
  ] as const) {
    expect((await describeMachine(await makeRoot(files))).nvidiaDriver).toBe(driver);
  }
});

test.runIf(process.platform === 'linux')('Linux says which distribution it is', async () => {
  const root = await makeRoot({ 'etc/os-release': 'NAME=x\nPRETTY_NAME="Some Linux 1"\n' });
  expect((await describeMachine(root)).osVersion).toMatch(/^Some Linux 1, kernel \d/);
});
