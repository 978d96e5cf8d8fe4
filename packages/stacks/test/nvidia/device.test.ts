import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectDevice } from '../../src/nvidia/device.ts';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { deprecated } from '../support/fake-smi.ts';

/** Fakes stand for hardware that is not here: a root with a driver, a PATH with an nvidia-smi. */
async function machine(
  driver: string | null,
  smi: string | null,
  env: Record<string, string> = {},
) {
  const root = await temporaryFolder();
  if (driver !== null) await writeText(join(root, 'sys/module/nvidia/version'), `${driver}\n`);
  if (smi !== null) await writeTool(join(root, 'bin/nvidia-smi'), smi);
  const variables = { PATH: join(root, 'bin'), ...env };
  return inspectDevice({ env: variables, systemRoot: root, timeoutMs: 500 });
}

const answer = "echo '580.65.06, NVIDIA H200, 9.0, 143771'";

test('the GPU comes from nvidia-smi, the driver from its module', async () => {
  expect(await machine('580.65.07', answer)).toEqual({
    driverVersion: '580.65.07',
    gpu: { name: 'NVIDIA H200', computeCapability: '9.0', memoryMib: 143_771 },
    problem: null,
  });
  expect(await machine(null, answer)).toMatchObject({ driverVersion: '580.65.06', problem: null });
});

test('a version that the driver no longer tells under this name hides no GPU', async () => {
  // R610 deprecates `driver_version` in favour of `kmd_version` (its manual), as CUDA 13 did others.
  const state = await machine(null, `echo '${deprecated}, NVIDIA H200, 9.0, 143771'`);
  expect(state).toMatchObject({ gpu: { name: 'NVIDIA H200' }, problem: null });
});

test('a GPU has an identity, and modes that decide speed', async () => {
  const smi = `case "$*" in
  *uuid,pci*) echo 'GPU-8932f937-d72c, 00000000:01:00.0, [N/A], Enabled, Disabled';;
  *) ${answer};;
  esac`;
  expect((await machine('580.65.06', smi)).identity).toEqual({
    gpuUuid: 'GPU-8932f937-d72c',
    pciBusId: '00000000:01:00.0',
    persistenceMode: 'Enabled',
    eccMode: 'Disabled',
  });
});

test('the first visible GPU is the one that is asked for', async () => {
  const smi = `case "$*" in *'-i 3'*) ${answer};; *) exit 1;; esac`;
  const found = await machine('580.65.06', smi, { CUDA_VISIBLE_DEVICES: '3,1' });
  expect(found.problem).toBeNull();
});

test('memory that nvidia-smi does not tell is left out', async () => {
  const { gpu } = await machine(null, "echo '580.65.06, NVIDIA GB10, 12.1, [N/A]'");
  expect(gpu).toEqual({ name: 'NVIDIA GB10', computeCapability: '12.1' });
});

test.each([
  [null, null, {}, /^No NVIDIA driver is loaded\.$/],
  [null, 'echo "NVIDIA-SMI has failed"; exit 9', {}, /nvidia-smi says: NVIDIA-SMI has failed/],
  [null, 'sleep 100', {}, /is unknown: nvidia-smi did not answer within 0\.5 s\.$/],
  ['580.65.06', null, {}, /nvidia-smi, which tells the GPU, is not there/],
  ['580.65.06', 'sleep 100', {}, /did not answer within 0\.5 s/],
  ['580.65.06', 'echo garbage', {}, /says 'garbage'/],
  ['580.65.06', answer, { CUDA_VISIBLE_DEVICES: '' }, /hides every GPU/],
])('driver %s, nvidia-smi %s, %o: %s', async (driver, smi, env, reason) => {
  const path = '/usr/bin:/bin';
  const script = smi === null ? null : `PATH=${path}\n${smi}`;
  const { gpu, problem } = await machine(driver, script, env);
  expect(gpu).toBeNull();
  expect(problem?.reason).toMatch(reason);
  expect(problem?.fix).not.toBe('');
});

describe('of several GPUs it is said which is measured', () => {
  const smi = `case "$*" in
  *index*) echo '0, GPU-8932f937-d72c, NVIDIA H200'; echo '1, GPU-1b2c3d4e-aaaa, NVIDIA RTX A2000, 12GB';;
  *) ${answer};;
  esac`;

  test.each([
    [{}, 0, ['1: NVIDIA RTX A2000']],
    [{ CUDA_VISIBLE_DEVICES: '1,0' }, 1, ['0: NVIDIA H200']],
    [{ CUDA_VISIBLE_DEVICES: ' GPU-1b2c3d4e' }, 1, ['0: NVIDIA H200']],
  ])('with %o', async (env, gpuIndex, otherGpus) => {
    expect((await machine('580.65.06', smi, env)).among).toEqual({ gpuIndex, otherGpus });
  });

  test('and nothing where it cannot be told', async () => {
    const part = { CUDA_VISIBLE_DEVICES: 'MIG-5a6b' };
    expect((await machine('580.65.06', smi, part)).among).toBeUndefined();
    const one = `case "$*" in *index*) echo '0, GPU-8932f937, NVIDIA H200';; *) ${answer};; esac`;
    expect((await machine('580.65.06', one)).among).toBeUndefined();
    const old = `case "$*" in *index*) exit 2;; *) ${answer};; esac`;
    expect(await machine('580.65.06', old)).toMatchObject({
      gpu: { name: 'NVIDIA H200' },
      problem: null,
    });
  });
});
