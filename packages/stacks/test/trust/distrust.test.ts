import { chmod, chown, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import type { PythonEnvironment } from '../../src/python/python-environment.ts';
import { distrust } from '../../src/trust/distrust.ts';

/** An environment that this user alone can write to. */
async function make(): Promise<PythonEnvironment> {
  const prefix = join(await temporaryFolder(), 'env');
  await writeTool(join(prefix, 'bin/python'), 'true');
  await writeText(join(prefix, 'lib/python3.11/site-packages/torch/__init__.py'), '');
  await writeText(join(prefix, 'etc/conda/activate.d/a.sh'), '');
  const interpreter = join(prefix, 'bin/python');
  return { kind: 'conda', name: 'env', prefix, interpreter, foundBy: 'test', venv: null };
}

const others = 12_345;
const isRoot = process.getuid?.() === 0;

describe.skipIf(process.platform === 'win32')('nothing is executed unasked', () => {
  test('is no matter where nobody else can write', async () => {
    expect(distrust(await make(), {})).toBeNull();
  });

  test.each([
    ['the interpreter', 'bin/python'],
    ['the folder that it is in', 'bin'],
    ['the environment', ''],
    ['the folder above it', '..'],
    ['an activation script', 'etc/conda/activate.d/a.sh'],
    ['its packages', 'lib/python3.11/site-packages'],
  ])('where everybody may write %s', async (_, place) => {
    const environment = await make();
    await chmod(join(environment.prefix, place), 0o777);
    const problem = distrust(environment, {});
    expect(problem?.reason).toMatch(/executed unasked.* may be written by everybody\.$/);
    expect(problem?.fix).toMatch(/activate it first, or name its folder in STACKBENCH_TRUST/);
  });

  test.runIf(isRoot)('that belongs to somebody else, or that such a link leads to', async () => {
    const environment = await make();
    const link = join(await temporaryFolder(), 'link');
    await symlink(join('..', '..', environment.interpreter!), link);
    expect(distrust({ ...environment, interpreter: link }, {})).toBeNull();
    await chown(join(environment.prefix, 'bin'), others, 0);
    expect(distrust({ ...environment, interpreter: link }, {})?.reason).toContain(
      `/bin belongs to user ${others}`,
    );
  });

  test('though a folder as /tmp does not count, where nobody can replace what is not theirs', async () => {
    const environment = await make();
    await chmod(join(environment.prefix, '..'), 0o1777);
    expect(distrust(environment, {})).toBeNull();
  });

  test('unless it is active, on PATH, or named', async () => {
    const environment = await make();
    const { prefix } = environment;
    await chmod(prefix, 0o777);
    const above = join(prefix, '..');
    for (const env of [
      { VIRTUAL_ENV: prefix },
      { CONDA_PREFIX: '/elsewhere', CONDA_PREFIX_1: prefix },
      { PATH: `/usr/bin:${prefix}/bin` },
      { STACKBENCH_TRUST: `/elsewhere:${prefix}` },
      { STACKBENCH_TRUST: above },
    ]) {
      expect(distrust(environment, env)).toBeNull();
    }
    for (const env of [
      { STACKBENCH_TRUST: `${prefix}x` },
      { STACKBENCH_TRUST: '' },
      { PATH: above },
    ]) {
      expect(distrust(environment, env)).not.toBeNull();
    }
  });

  test('and circles of links end', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'bin'));
    await symlink('python', join(folder, 'bin/python'));
    const environment = { ...(await make()), interpreter: join(folder, 'bin/python') };
    expect(distrust(environment, {})).toBeNull();
  });
});
