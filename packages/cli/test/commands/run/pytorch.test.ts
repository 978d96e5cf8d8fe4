// @module-tag machine
// @module-tag long
import { readdir, readFile, symlink, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { readRunFile } from '@stackbench/engine';
import type { Stack } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import {
  condaPackage,
  systemPython,
  venv,
} from '../../../../runner-pytorch/test/support/environments.ts';
import {
  makeTorchVenv,
  makeVenv,
  writeTorch,
} from '../../../../runner-pytorch/test/support/make-venv.ts';
import { bench, makeBareHome, makeFolder, startBench } from '../../start-bench.ts';

const missing =
  [condaPackage, venv, systemPython].map((each) => each.missing).find(Boolean) ?? null;
const torchStacks = ['pytorch:conda/conda-torch', 'pytorch:system', 'pytorch:venv/venv-torch'];

describe('PyTorch environments', { timeout: 600_000 }, () => {
  test('of conda, of a venv and of the system stand beside WebGPU in one table', async ({
    skip,
  }) => {
    skip(missing !== null, missing ?? '');
    const out = join(await makeFolder(), 'run.jsonl');
    const webgpu = 'webgpu:dawn/swiftshader';
    const stacks = [...torchStacks, webgpu].flatMap((id) => ['--stack', id]);
    const cases = ['gemm/library', 'gemm/naive'].flatMap((name) => [
      '--case',
      `${name}:m=64,n=64,k=64;f32`,
    ]);
    const { code, stdout, stderr } = await bench(...stacks, ...cases, '--out', out);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const tables = stdout.match(/^gemm {2}m=64,n=64,k=64 {2}f32/gm) ?? [];
    expect(tables).toHaveLength(1);
    const { header, outcomes } = await readRunFile(out);
    expect(header.stacks.map(({ id }) => id)).toEqual([...torchStacks, webgpu].toSorted());
    const measured = outcomes.filter(({ status }) => status === 'ok');
    expect(measured).toHaveLength(4);
    for (const outcome of measured) {
      expect(outcome.verification).toMatchObject({
        gates: [
          { gate: 'exact', passed: true },
          { gate: 'random', passed: true },
          { gate: 'random', passed: true, timed: true },
        ],
      });
    }
    // What a closer look at each has shown is in the file.
    const conda = header.stacks.find(({ id }) => id === torchStacks[0]) as Stack;
    expect(conda.facts).toMatchObject({
      torchVersion: '1.13.1+cu117',
      cudnnVersion: '8.5.0',
      libraries: { cublas: { version: '11.10.3' } },
      activation: { NVCC_PREPEND_FLAGS: expect.not.stringContaining(homedir()) as string },
    });
  });

  test('that break when torch is imported are left out of the run, with the reason', async ({
    skip,
  }) => {
    skip(missing !== null, missing ?? '');
    const folder = await makeFolder();
    const site = await makeTorchVenv(join(folder, 'lacking'));
    await makeTorchVenv(join(folder, 'whole'));
    // Nothing in torch's own files tells that.
    for (const name of await readdir(site)) {
      if (/^typing_extensions\.py$/.test(name)) await unlink(join(site, name));
    }
    await symlink('/nowhere', join(site, 'typing_extensions.py'));
    const env = { npm_lifecycle_event: 'bench', INIT_CWD: folder, ...(await makeBareHome(folder)) };
    const run = async (glob: string) => {
      const args = ['--stack', glob, '--case', 'gemm/library:m=16,n=16,k=16;f32'];
      return (await startBench([...args, '--out', join(folder, 'run.jsonl')], env)).ended;
    };
    const some = await run('pytorch:venv/{lacking,whole}');
    expect(some).toMatchObject({ code: 0 });
    expect(some.stderr).toMatch(
      /Left out {2}pytorch:venv\/lacking †\n +torch cannot be imported: ModuleNotFoundError.*typing_ext/,
    );
    expect(some.stdout).toMatch(/pytorch:venv\/whole/);
    const none = await run('pytorch:venv/lacking');
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toMatch(/pytorch:venv\/lacking cannot run: torch cannot be imported/);
  });

  test('that hang while they are looked into are ended by Ctrl-C, with all that they started', async ({
    skip,
  }) => {
    skip(missing !== null, missing ?? '');
    const folder = await makeFolder();
    const site = await makeVenv(join(folder, 'hanging'));
    const mark = `${Date.now()}${process.pid}`;
    await writeTorch(site, {
      '__init__.py': `import subprocess, time\nsubprocess.Popen(["/usr/bin/setsid", "/bin/sleep", "${mark}"])\ntime.sleep(987)`,
      'version.py': "__version__ = '2.9.0'",
    });
    const env = { npm_lifecycle_event: 'bench', INIT_CWD: folder, ...(await makeBareHome(folder)) };
    for (const command of ['list', 'run']) {
      const { child, ended } = await startBench([command, '--stack', 'pytorch:*'], env);
      await expect.poll(() => running(mark), { timeout: 30_000 }).toBe(true);
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 130 });
      expect(await running(mark)).toBe(false);
    }
  });
});

/** Whether some process has `text` among its arguments. */
async function running(text: string): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.some((line) => line.split('\0').includes(text));
}
