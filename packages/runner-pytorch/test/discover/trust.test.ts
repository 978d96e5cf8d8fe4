import { chmod, mkdtemp, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { createPytorchRunner } from '../../src/pytorch-runner.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32')(
  'of an environment that others can change nothing is executed unless it is asked for',
  async () => {
    const prefix = join(root, 'project/env');
    const marks = { script: join(root, 'script'), python: join(root, 'python') };
    await writeText(join(prefix, 'conda-meta/history'), '');
    await writeText(join(prefix, 'etc/conda/activate.d/a.sh'), `>'${marks.script}'`);
    await writeTool(join(prefix, 'bin/python'), `>'${marks.python}'; exit 1`);
    await writeText(join(prefix, 'lib/python3.11/site-packages/torch/__init__.py'), '');
    await chmod(prefix, 0o777);
    const discover = async (env: Readonly<Record<string, string>>) => {
      const empty = join(root, 'empty');
      const runner = createPytorchRunner({
        env: { PATH: empty, HOME: empty, STACKBENCH_CACHE: empty, ...env },
        systemRoot: empty,
        workingFolder: join(root, 'project'),
      });
      return (await runner.discover({ timeoutMs: 20_000 })).map(({ stack }) => stack);
    };
    expect(await discover({})).toMatchObject([
      {
        id: 'pytorch:conda/env',
        available: false,
        reason: expect.stringMatching(
          /others can change it: .*may be written by everybody/,
        ) as string,
        fix: expect.stringContaining('STACKBENCH_TRUST') as string,
      },
    ]);
    expect(existsSync(marks.script) || existsSync(marks.python)).toBe(false);
    // A neighbour that leads there by a link of its own is no way around.
    await symlink(prefix, join(root, 'project/link'));
    await discover({});
    expect(existsSync(marks.script) || existsSync(marks.python)).toBe(false);
    await discover({ STACKBENCH_TRUST: prefix });
    expect(existsSync(marks.script) && existsSync(marks.python)).toBe(true);
  },
);
