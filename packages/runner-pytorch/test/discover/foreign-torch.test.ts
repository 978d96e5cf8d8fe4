// @module-tag machine
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPytorchRunner } from '../../src/pytorch-runner.ts';
import { venv } from '../support/environments.ts';
import { makeTorchVenv, makeVenv, writeTorch } from '../support/make-venv.ts';

let root = '';
/** The packages of `with-torch`. */
let packages = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
  if (venv.missing !== null) return;
  packages = await makeTorchVenv(join(root, 'project/with-torch'));
  for (const name of ['bare', 'empty']) await makeVenv(join(root, 'project', name));
  const own = await makeVenv(join(root, 'project/with-its-own'));
  await writeTorch(own, { '__init__.py': '', 'version.py': "__version__ = '1.0.0'" });
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(({ skip }) => skip(venv.missing !== null, venv.missing ?? ''));

async function discover(env: Readonly<Record<string, string>>, folder = join(root, 'project')) {
  const empty = join(root, 'empty');
  const runner = createPytorchRunner({
    env: { PATH: empty, HOME: empty, STACKBENCH_CACHE: empty, ...env },
    systemRoot: empty,
    workingFolder: folder,
  });
  return (await runner.discover({ timeoutMs: 30_000 })).map(({ stack }) => stack);
}

describe('a torch that is not of the environment', { timeout: 120_000 }, () => {
  it('but of another that PYTHONPATH names is a stack of that other alone', async () => {
    const stacks = await discover({ PYTHONPATH: packages });
    expect(stacks.map(({ id }) => id)).toEqual([
      'pytorch:venv/with-its-own+PYTHONPATH',
      'pytorch:venv/with-torch',
    ]);
    const [shadowed, own] = stacks;
    expect(own).toMatchObject({ available: true });
    expect(own?.facts).not.toHaveProperty('torchBroughtBy');
    expect(shadowed).toMatchObject({
      available: true,
      facts: {
        torchVersion: own?.facts['torchVersion'],
        torchBroughtBy: expect.stringMatching(
          /^PYTHONPATH, from .*with-torch.*, in place of its own$/,
        ) as string,
      },
    });
  });

  it('nor of any that is found counts once, for the first that imports it', async () => {
    const folder = join(root, 'others');
    for (const name of ['a', 'b']) await makeVenv(join(folder, name));
    const stacks = await discover({ PYTHONPATH: packages }, folder);
    expect(stacks).toMatchObject([
      {
        id: 'pytorch:venv/a+PYTHONPATH',
        facts: {
          torchBroughtBy: expect.stringMatching(/^PYTHONPATH, from .*with-torch/) as string,
        },
      },
    ]);
  });

  it("but of the user's own packages is named so", async () => {
    const folder = join(root, 'user');
    // Unlike a venv, one that takes the system's packages looks there, as conda's environments do.
    await makeVenv(join(folder, 'seeing'), '--system-site-packages');
    const base = join(root, 'base');
    const site = join(base, 'lib/python3.11/site-packages');
    await mkdir(site, { recursive: true });
    await writeTorch(site, {
      '__init__.py': '',
      'version.py': "__version__ = '2.9.0'\ncuda = None",
    });
    const stacks = await discover({ PYTHONUSERBASE: base }, folder);
    expect(stacks).toMatchObject([
      {
        id: 'pytorch:venv/seeing+PYTHONUSERBASE',
        facts: { torchBroughtBy: expect.stringMatching(/^PYTHONUSERBASE, from .*base/) as string },
      },
    ]);
  });

  it('is its own where PYTHONPATH only names it once more', async () => {
    const folder = join(root, 'twice');
    const site = await makeTorchVenv(join(folder, 'env'));
    expect((await discover({ PYTHONPATH: site }, folder)).map(({ id }) => id)).toEqual([
      'pytorch:venv/env',
    ]);
  });
});
