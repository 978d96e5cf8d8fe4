// @module-tag machine
// @module-tag long
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Stack } from '@stackbench/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCases } from '../../../runner-cuda/test/support/run-cases.ts';
import { createPytorchRunner } from '../../src/pytorch-runner.ts';
import { condaPackage, condaPip, systemPython, venv } from '../support/environments.ts';
import { makeTorchVenv, makeVenv, writeTorch } from '../support/make-venv.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(({ skip }) => skip(venv.missing !== null, venv.missing ?? ''));

/** A runner that sees the environments of one folder alone: a home, a system and a project without any. */
function runnerOf(folder: string, env: Readonly<Record<string, string>> = {}) {
  const empty = join(root, 'empty');
  return createPytorchRunner({
    env: { PATH: empty, HOME: empty, STACKBENCH_CACHE: empty, ...env },
    systemRoot: empty,
    workingFolder: folder,
  });
}

async function discover(folder: string, timeoutMs = 20_000): Promise<Stack[]> {
  return (await runnerOf(folder).discover({ timeoutMs })).map(({ stack }) => stack);
}

async function folderOf(name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  return folder;
}

describe('environments that work', () => {
  it('are found with their versions, though torch is not imported', async () => {
    const folder = await folderOf('plain');
    await makeTorchVenv(join(folder, '.venv'));
    // Without torch it is no stack.
    await makeVenv(join(folder, 'other'));
    const stacks = await discover(folder);
    expect(stacks).toMatchObject([
      {
        id: 'pytorch:venv/.venv',
        kind: 'pytorch',
        available: true,
        software: true,
        native: true,
        facts: {
          environmentKind: 'venv',
          createdBy: 'venv',
          pythonVersion: expect.stringMatching(/^3\.\d+\.\d+$/) as string,
          torchVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
          torchCudaVersion: expect.stringMatching(/^\d+\.\d+$/) as string,
          torchInstalledBy: 'pip',
          activatedBy: "venv's procedure",
          activation: { VIRTUAL_ENV: expect.stringContaining('.venv') as string },
        },
      },
    ]);
  });

  it('are twenty, and found within the time of a glance', { timeout: 120_000 }, async () => {
    const folder = await folderOf('twenty');
    const names = Array.from({ length: 20 }, (_, at) => `env-${String(at).padStart(2, '0')}`);
    for (const name of names) await makeTorchVenv(join(folder, name));
    const runner = runnerOf(folder);
    await runner.discover({ timeoutMs: 20_000 });
    const start = performance.now();
    const found = await runner.discover({ timeoutMs: 20_000 });
    const seconds = (performance.now() - start) / 1000;
    expect(found.map(({ stack }) => stack.id)).toEqual(names.map((name) => `pytorch:venv/${name}`));
    // Importing torch in each would take 20 × 3 s of two cores. Other tests run beside this one.
    expect(seconds).toBeLessThan(10);
  });

  it(
    'may be called anything, and what they are called is never executed',
    { timeout: 180_000 },
    async () => {
      const folder = await folderOf('hostile');
      const names = [
        'a;touch pwned',
        '`touch pwned`',
        'two\nlines',
        '-rf',
        '中文 环境',
        '| touch pwned &',
        // All that a word can be ended or begun by.
        '$(touch pwned)\n\'`"quoted" $HOME',
      ];
      for (const name of names) await makeTorchVenv(join(folder, name));
      const runner = runnerOf(folder);
      const stacks = await runner.discover({ timeoutMs: 20_000 });
      expect(stacks).toHaveLength(names.length);
      expect(stacks.filter(({ driver }) => driver === null)).toEqual([]);
      // A worker starts through all that activates an environment; in each of them it would take a minute.
      const worst = stacks.find(({ stack }) => stack.id.includes('quoted'))!;
      const outcomes = await runCases(worst, ['gemm/library:m=33,n=31,k=32;f32']);
      expect(outcomes.map(({ status }) => status)).toEqual(['ok']);
      const everywhere = await readdir(folder, { recursive: false });
      expect([...everywhere, ...(await readdir(process.cwd()))]).not.toContain('pwned');
    },
  );
});

/** The one stack in a folder below `root`. */
async function only(name: string, timeoutMs = 20_000): Promise<Stack> {
  const stacks = await discover(join(root, name), timeoutMs);
  expect(stacks).toHaveLength(1);
  return stacks[0]!;
}

describe('an environment that is broken is listed with its reason', { timeout: 60_000 }, () => {
  it('when its interpreter is gone', async () => {
    const folder = await folderOf('gone');
    await makeTorchVenv(join(folder, 'env'));
    for (const name of await readdir(join(folder, 'env/bin'))) {
      if (name.startsWith('python')) await unlink(join(folder, 'env/bin', name));
    }
    await symlink('/nowhere/python3', join(folder, 'env/bin/python'));
    expect(await only('gone')).toMatchObject({
      id: 'pytorch:venv/env',
      available: false,
      reason: expect.stringContaining('its Python is missing or leads nowhere') as string,
      fix: expect.stringContaining('make the venv anew') as string,
    });
  });

  it('when importing torch fails', async () => {
    const folder = await folderOf('failing');
    const site = await makeVenv(join(folder, 'env'));
    await writeTorch(site, {
      '__init__.py': 'raise OSError("libcudart.so.13: cannot open shared object file")',
      'version.py': "__version__ = '2.9.0+cu130'\ncuda: str = '13.0'\n",
    });
    const { available, reason, facts } = await only('failing');
    expect(available).toBe(false);
    expect(reason).toMatch(/torch cannot be imported: OSError: libcudart\.so\.13/);
    expect(reason).toMatch(/no installer knows this torch/);
    expect(facts).toMatchObject({ torchVersion: '2.9.0+cu130', torchCudaVersion: '13.0' });
  });

  it('when importing torch ends the interpreter', async () => {
    const folder = await folderOf('dying');
    const site = await makeVenv(join(folder, 'env'));
    await writeTorch(site, {
      '__init__.py': 'import os, signal; os.kill(os.getpid(), signal.SIGSEGV)',
    });
    expect((await only('dying')).reason).toMatch(/SIGSEGV/);
  });

  it('when importing torch hangs, whose processes are ended', async () => {
    const folder = await folderOf('hanging');
    const site = await makeVenv(join(folder, 'env'));
    await writeTorch(site, {
      '__init__.py':
        'import subprocess, time\nsubprocess.Popen(["/usr/bin/setsid", "/bin/sleep", "987654"])\ntime.sleep(987654)',
    });
    const { available, reason } = await only('hanging', 3000);
    expect(available).toBe(false);
    expect(reason).toMatch(/did not answer 'describe' within 3 s/);
    expect(await sleepers()).toEqual([]);
  });

  it('when its interpreter hangs', async () => {
    const folder = await folderOf('asleep');
    await makeTorchVenv(join(folder, 'env'));
    const python = join(folder, 'env/bin/python');
    await unlink(python);
    await writeFile(python, '#!/bin/sh\ntrap "" TERM\n/bin/sleep 987654\n');
    await chmod(python, 0o755);
    expect((await only('asleep', 1500)).reason).toMatch(/Its Python did not answer within 1\.5 s/);
    expect(await sleepers()).toEqual([]);
  });

  it('when files of torch were changed so that it no longer works', async () => {
    const folder = await folderOf('changed');
    const site = await makeTorchVenv(join(folder, 'env'));
    await unlink(join(site, 'torch'));
    await writeTorch(site, { '__init__.py': 'raise ImportError("cut off")', 'version.py': '' });
    expect((await only('changed')).reason).toMatch(/cut off.*is not as pip installed it/s);
  });

  it('when its packages are those of another Python', async () => {
    const folder = await folderOf('stray');
    const site = await makeVenv(join(folder, 'env'));
    const other = site.replace('python3.11', 'python3.9');
    await mkdir(other, { recursive: true });
    await writeTorch(other, { '__init__.py': '' });
    expect((await only('stray')).reason).toMatch(
      /There is a torch in .*python3\.9.*does not look into/,
    );
  });
});

describe('real environments of all kinds', { timeout: 120_000 }, () => {
  const kinds = [
    { ...condaPackage, id: 'pytorch:conda/conda-torch', installedBy: 'conda', hasCuda: true },
    { ...condaPip, id: 'pytorch:conda/conda-pip', installedBy: 'pip', hasCuda: true },
    { ...venv, id: 'pytorch:venv/venv-torch', installedBy: 'pip', hasCuda: true },
    { ...systemPython, id: 'pytorch:system', installedBy: 'dpkg', hasCuda: false },
  ];

  it.for(kinds)('$name is found, activated, inspected and computes', async (kind, { skip }) => {
    const { missing, id, installedBy, hasCuda } = kind;
    skip(missing !== null, missing ?? '');
    const runner = createPytorchRunner({ workingFolder: root });
    const stacks = await runner.discover({ timeoutMs: 20_000 });
    const found = stacks.find(({ stack }) => stack.id === id)!;
    expect(found.stack.facts).toMatchObject({ torchInstalledBy: installedBy });
    const inspected = (await found.driver?.inspect?.({ timeoutMs: 60_000 }))!;
    const { facts } = inspected.stack;
    expect(facts).toMatchObject({ device: 'cpu' });
    const { libraries, loadedLibraries, threads } = facts as {
      libraries: Record<string, { file: string; version?: string }>;
      loadedLibraries: string[];
      threads: number;
    };
    expect(threads).toBeGreaterThan(0);
    expect(libraries['blas']?.file).toMatch(/^[~/]/);
    // Everything of CUDA that it loads is its own; Debian's build loads none.
    const cuda = loadedLibraries.filter((file) => /lib(cublas|cudnn|cudart)/.test(file));
    expect(cuda.length > 2).toBe(hasCuda);
    expect(Array.isArray(facts['torchArchitectures'])).toBe(hasCuda);
    expect(cuda.filter((file) => !file.includes(`environments/${kind.name}/`))).toEqual([]);
    expect(libraries['cudart']?.version ?? 'none').toMatch(hasCuda ? /^\d+\.\d+/ : /^none$/);
    expect(libraries['cudnn']?.version).toBe(facts['cudnnVersion']);
    const outcomes = await runCases(inspected, [
      'gemm/library:m=64,n=68,k=20;f32',
      'conv2d/library:n=2,c=3,h=5,w=13,k=33,r=3,s=3;f32',
      'gemm/naive:m=17,n=33,k=7;f32',
      'gemm/library:m=64,n=68,k=20;tf32',
    ]);
    expect(Object.fromEntries(outcomes.map((each) => [each.case, each.status]))).toEqual({
      'gemm/library:m=64,n=68,k=20;f32': 'ok',
      'conv2d/library:n=2,c=3,h=5,w=13,k=33,r=3,s=3;f32': 'ok',
      'gemm/naive:m=17,n=33,k=7;f32': 'unsupported',
      'gemm/library:m=64,n=68,k=20;tf32': 'unsupported',
    });
  });

  it("a conda environment's activation scripts and variables reach the worker, and are recorded", async ({
    skip,
  }) => {
    skip(condaPackage.missing !== null, condaPackage.missing ?? '');
    const runner = createPytorchRunner({ workingFolder: root });
    const stacks = await runner.discover({ timeoutMs: 20_000 });
    const { stack, driver } = stacks.find(
      (found) => found.stack.id === 'pytorch:conda/conda-torch',
    )!;
    expect(stack.facts['activation']).toMatchObject({
      NVCC_PREPEND_FLAGS: expect.stringMatching(/^-I.*conda-torch\/include/) as string,
      CUDA_MODULE_LOADING: 'LAZY',
      PATH: expect.stringMatching(/conda-torch\/bin:…$/) as string,
    });
    const { env } = driver!.command;
    expect(env).toMatchObject({ CONDA_PREFIX: condaPackage.prefix, CUDA_MODULE_LOADING: 'LAZY' });
    expect(env?.['NVIDIA_TF32_OVERRIDE']).toBeUndefined();
  });
});

/** Processes that a test has started, and that should be gone. */
async function sleepers(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const { readFile } = await import('node:fs/promises');
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes('987654'));
}
