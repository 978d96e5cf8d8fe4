// @module-tag machine
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '@stackbench/workers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCases } from '../../../runner-cuda/test/support/run-cases.ts';
import { createPytorchRunner } from '../../src/pytorch-runner.ts';
import { condaPackage, venv } from '../support/environments.ts';
import { findInterpreters } from '../support/interpreters.ts';
import { makeTorchVenv, writeTorch } from '../support/make-venv.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
  if (venv.missing === null) await makeTorchVenv(join(root, 'plain/env'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** What is found in one folder by somebody who has set these variables. */
async function discover(folder: string, env: Readonly<Record<string, string>>) {
  const empty = join(root, 'empty');
  const runner = createPytorchRunner({
    env: { PATH: empty, HOME: empty, STACKBENCH_CACHE: empty, ...env },
    systemRoot: empty,
    workingFolder: folder,
  });
  return runner.discover({ timeoutMs: 20_000 });
}

describe('what a shell has set for Python', { timeout: 120_000 }, () => {
  beforeEach(({ skip }) => skip(venv.missing !== null, venv.missing ?? ''));

  it.for([
    ['PYTHONOPTIMIZE', '2'],
    ['PYTHONWARNINGS', 'error'],
    ['PYTHONINSPECT', '1'],
  ] as const)(
    'does not reach probes and workers where it is a switch: %s=%s',
    async ([name, value]) => {
      const [found] = await discover(join(root, 'plain'), { [name]: value });
      expect(found?.stack).toMatchObject({ id: 'pytorch:venv/env', available: true });
      const inspected = await found?.driver?.inspect?.({ timeoutMs: 60_000 });
      expect(inspected?.stack).toMatchObject({ available: true, facts: { device: 'cpu' } });
    },
  );

  it('leaves requests what they are: UTF-8, whatever the locale', async () => {
    const temporary = join(root, 'temporary ß');
    await mkdir(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const locale = {
      PYTHONIOENCODING: 'latin-1',
      LC_ALL: 'POSIX',
      PYTHONUTF8: '0',
      PYTHONCOERCECLOCALE: '0',
    };
    const [found] = await discover(join(root, 'plain'), { ...locale, TMPDIR: temporary });
    const outcomes = await runCases(found!, ['gemm/library:m=33,n=31,k=32;f32']);
    expect(outcomes).toMatchObject([{ status: 'ok' }]);
  });
});

describe('a variable that keeps an environment from working is named as the cause', () => {
  it('PYTHONHOME of another Python', async ({ skip }) => {
    skip(condaPackage.missing !== null, condaPackage.missing ?? '');
    const folder = join(root, 'conda');
    await mkdir(folder);
    await symlink(condaPackage.prefix, join(folder, 'ml'));
    const [found] = await discover(folder, { PYTHONHOME: '/usr' });
    expect(found?.stack).toMatchObject({
      available: false,
      reason: expect.stringMatching(
        /^PYTHONHOME is '\/usr', with which its Python ended/,
      ) as string,
      fix: expect.stringContaining('Unset PYTHONHOME') as string,
    });
  });

  it('PYTHONPATH to modules that stand before those of Python', async ({ skip }) => {
    skip(venv.missing !== null, venv.missing ?? '');
    const modules = join(root, 'modules');
    await mkdir(modules);
    await writeFile(join(modules, 'json.py'), 'raise SystemError("not that json")');
    const [found] = await discover(join(root, 'plain'), { PYTHONPATH: modules });
    expect(found?.stack.reason).toMatch(/^PYTHONPATH is '.*modules'.*not that json/);
    expect(found?.stack.fix).toBe('Unset PYTHONPATH, without which it works.');
  });

  it('or as a suspect, where torch cannot be imported', async ({ skip }) => {
    skip(venv.missing !== null, venv.missing ?? '');
    const site = await makeTorchVenv(join(root, 'broken/env'));
    await rm(join(site, 'torch'));
    await writeTorch(site, { '__init__.py': 'raise ImportError("libstdc++.so.6")' });
    const [found] = await discover(join(root, 'broken'), { LD_LIBRARY_PATH: '/opt/old/lib' });
    expect(found?.stack.reason).toContain('libstdc++.so.6');
    expect(found?.stack.fix).toMatch(/^Try without LD_LIBRARY_PATH, which may be why\./);
  });
});

it('the colours in which Python 3.13 complains are not quoted', async ({ skip }) => {
  const newest = (await findInterpreters()).findLast(({ version }) =>
    /^3\.(1[3-9]|[2-9]\d)$/.test(version),
  );
  skip(newest === undefined, 'no Python 3.13 or newer is there');
  const prefix = join(root, 'colours/env');
  const made = await runTool(newest!.python, ['-m', 'venv', '--without-pip', '--', prefix], {
    timeoutMs: 60_000,
  });
  expect(made.ok).toBe(true);
  const site = join(prefix, `lib/python${newest!.version}/site-packages`);
  await writeTorch(site, { '__init__.py': '' });
  await writeFile(join(site, 'sitecustomize.py'), 'import sys\nsys.modules["platform"] = None\n');
  const [found] = await discover(join(root, 'colours'), { FORCE_COLOR: '1', PYTHON_COLORS: '1' });
  expect(found?.stack.reason).toMatch(/It says: ModuleNotFoundError: import of platform halted/);
});
