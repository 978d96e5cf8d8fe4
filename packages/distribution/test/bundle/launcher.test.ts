import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeLauncher } from '../../src/bundle/launcher.ts';
import { choosePlatform } from '../../src/bundle/platform.ts';
import { makeFolder, run } from '../support/run.ts';

describe.runIf(process.platform === 'linux')('./bench', () => {
  let folder: string;

  /** Starts it where `tools` stand for those of another system; its Node says what it was given. */
  async function start(tools: Record<string, string>) {
    const bin = join(folder, Object.values(tools).join().replaceAll(/\W/g, '-'));
    await mkdir(bin, { recursive: true });
    for (const [name, says] of Object.entries(tools)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
    }
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    return run(join(folder, 'bench'), ['list', 'a b'], { cwd: '/', env });
  }

  beforeAll(async () => {
    folder = await makeFolder();
    await writeLauncher(choosePlatform('linux-x64', 'linux-x64'), '2.34', join(folder, 'bench'));
    await mkdir(join(folder, 'bin'));
    const node = join(folder, 'bin/node');
    await writeFile(node, '#!/bin/sh\nprintf "%s|" "$@"\n');
    await chmod(node, 0o755);
  });

  const x64 = 'echo Linux x86_64';

  test('starts the Node beside it, with the arguments as they are', async () => {
    const { code, stdout } = await start({ uname: x64, getconf: 'echo glibc 2.34' });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${folder}/stackbench/packages/cli/bin/stackbench.mjs|list|a b|`,
    });
  });

  test.each([
    { by: 'getconf', tools: { getconf: 'echo glibc 2.28' } },
    {
      by: 'ldd',
      tools: {
        getconf: 'exit 1',
        ldd: 'echo "ldd (Debian GLIBC 2.28-10) 2.28"; echo Copyright 2018',
      },
    },
  ])('says which glibc it needs and which is there, as $by tells', async ({ tools }) => {
    const { code, stderr } = await start({ uname: x64, ...tools });
    expect(code).toBe(2);
    expect(stderr).toContain('this bundle needs glibc 2.34 or newer, and this system has 2.28');
    expect(stderr).toContain('fix: ');
  });

  test('a newer glibc does', async () => {
    const tools = { getconf: 'exit 1', ldd: 'echo "ldd (GNU libc) 2.100"' };
    expect(await start({ uname: x64, ...tools })).toMatchObject({ code: 0 });
  });

  test('refuses another processor', async () => {
    const { code, stderr } = await start({ uname: 'echo Linux aarch64' });
    expect(code).toBe(2);
    expect(stderr).toContain('this bundle is for Linux x86_64, and this is Linux aarch64');
  });
});
