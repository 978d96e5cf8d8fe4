// @module-tag machine
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { doctorReportSchema } from '@stackbench/doctor';
import { describe, expect, it, test } from 'vitest';
import { standInPath, whyNoStandIns } from '../../../../runner-pytorch/test/support/stand-ins.ts';
import { makeFolder, startBench } from '../../start-bench.ts';

/** `pnpm bench doctor` on a machine of these environments, and of what the test's own machine has besides. */
async function doctor(
  environments: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
) {
  const folder = await makeFolder();
  mkdirSync(join(folder, 'envs'), { recursive: true });
  for (const name of environments) {
    symlinkSync(standInPath(`environments/${name}`), join(folder, 'envs', name));
  }
  const own = {
    HOME: folder,
    STACKBENCH_CACHE: join(folder, 'cache'),
    VIRTUAL_ENV: undefined,
    PYENV_ROOT: undefined,
  };
  const { ended } = await startBench(['doctor', ...args], { ...own, ...env });
  return { folder, ...(await ended) };
}

test('bad usage names the near match', async () => {
  const { code, stderr } = await doctor([], ['--env', 'venv/nothing-of-the-kind', '--fast']);
  expect(code).toBe(2);
  expect(stderr).toContain("There is no environment 'venv/nothing-of-the-kind'.");
});

test('--fast imports nothing, and is healthy where nothing is wrong', async () => {
  const { code, stdout, stderr } = await doctor([], ['--fast', '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const report = doctorReportSchema.parse(JSON.parse(stdout));
  expect(report.environments.filter(({ proof }) => proof === 'import')).toEqual([]);
  expect(report.adapters).toEqual([]);
});

test('--page writes the explanation in each language', async () => {
  const folder = await makeFolder();
  const { code, stdout } = await doctor([], ['--fast', '--page', folder]);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toEqual(
    ['explain.md', 'explain.zh.md'].map((name) => join(folder, name)),
  );
  expect(readFileSync(join(folder, 'explain.md'), 'utf8')).toContain('(explain.zh.md)');
  expect(readFileSync(join(folder, 'explain.zh.md'), 'utf8')).toContain('Toolkit 包括 nvcc');
});

const why = whyNoStandIns('environments/uv-2.8', 'toolkits/cuda-12.4');

describe.skipIf(why !== null)(`a torch whose cuDNN is mixed (${why ?? 'here'})`, () => {
  const path = { LD_LIBRARY_PATH: join(standInPath('toolkits/cuda-12.4'), 'lib64') };

  it('is an error, with the file, the reason and the fix', { timeout: 240_000 }, async () => {
    const args = ['--env', 'venv/uv-2.8'];
    const [whole, fast] = [
      await doctor(['uv-2.8'], args, path),
      await doctor(['uv-2.8'], [...args, '--fast'], path),
    ];
    for (const { code, stdout } of [whole, fast]) {
      expect(code).toBe(1);
      expect(stdout).toMatch(/^error {2}cudnn-parts-from-elsewhere {2}venv\/uv-2\.8$/m);
      expect(stdout).toContain('fix: unset LD_LIBRARY_PATH');
    }
    expect(whole.stdout).toMatch(/2\.8\.0\+cu128 .* 9\.1\.1 ▲[^\n]*\s+dies at cudnnCreate$/m);
    expect(fast.stdout).toMatch(/2\.8\.0\+cu128 .* 9\.1\.1 △/);
  });

  it(
    'is healthy without the variable, and --what-if shows what it does',
    { timeout: 240_000 },
    async () => {
      const CUDA_HOME = standInPath('toolkits/cuda-12.4');
      const { code, stdout } = await doctor(
        ['uv-2.8'],
        ['--env', 'venv/uv-2.8', '--what-if', '--json'],
        { CUDA_HOME },
      );
      const report = doctorReportSchema.parse(JSON.parse(stdout));
      expect(code).toBe(0);
      const of = (id: string) => report.experiments?.find(({ experiment }) => experiment === id);
      expect(of('cuda-home')).toMatchObject({ changes: [], skipped: expect.any(String) });
      expect(of('ld-library-path')).toMatchObject({
        changes: [{ library: 'cudnn_graph', from: 'environment 9.10.2', to: 'toolkit 9.1.1' }],
        failure: expect.stringContaining('cudnnGetLibConfig'),
      });
      expect(of('preload')).toMatchObject({
        failure: expect.stringContaining('cudaGetDriverEntryPointByVersion'),
      });
    },
  );
});
