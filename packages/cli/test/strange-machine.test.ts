import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder, startBench } from './start-bench.ts';

async function bench(env: NodeJS.ProcessEnv, ...args: string[]) {
  return (await startBench(args, env)).ended;
}

test('a cache that is a file is bad usage, and its variable is named', async () => {
  const file = join(await makeFolder(), 'file');
  await writeFile(file, '');
  for (const args of [['list'], ['--dry-run']]) {
    const { code, stderr } = await bench({ STACKBENCH_CACHE: file }, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`stackbench: The cache ${file} cannot be used`);
    expect(stderr).toMatch(/fix: .*STACKBENCH_CACHE/);
  }
});

test('a temporary folder that is missing is bad usage, and nobody makes it', async () => {
  const folder = await makeFolder();
  const gone = join(folder, 'gone');
  const { code, stderr } = await bench({ TMPDIR: gone, STACKBENCH_CACHE: folder }, 'list');
  expect(code).toBe(2);
  expect(stderr).toContain(`stackbench: The temporary folder ${gone} cannot be written`);
  expect(stderr).toMatch(/fix: .*TMPDIR/);
  expect(existsSync(gone)).toBe(false);
});

test('nothing is executed from, or written to, a predictable place in the temporary folder', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'node-compile-cache'));
  const env = { TMPDIR: folder, NODE_COMPILE_CACHE: undefined };
  expect(await bench(env, 'list', '--help')).toMatchObject({ code: 0 });
  expect(await readdir(folder, { recursive: true })).toEqual(['node-compile-cache']);
});

test.skipIf(process.platform === 'win32')(
  'a folder that was deleted is named as the cause',
  async () => {
    const folder = join(await makeFolder(), 'gone');
    await mkdir(folder);
    const entry = join(import.meta.dirname, '../bin/stackbench.mjs');
    const { status, stderr } = spawnSync(
      '/bin/sh',
      ['-c', 'rmdir "$PWD"; exec "$0" "$1" list', process.execPath, entry],
      { encoding: 'utf8', cwd: folder },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^stackbench: The folder that you are in has been deleted\n {2}fix: /);
  },
);

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));

/** A user of whom nothing else runs. */
const alone = ['--reuid=12346', '--regid=12346', '--clear-groups'];
const asSomebody = ['--reuid=12345', '--regid=12345', '--clear-groups'];

test.skipIf(process.platform !== 'linux')(
  'too few open files are named before one of them is missing',
  () => {
    const entry = join(import.meta.dirname, '../bin/stackbench.mjs');
    const { status, stderr } = spawnSync(
      '/bin/sh',
      ['-c', 'ulimit -n 30; exec "$0" "$1" list', process.execPath, entry],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(stderr).toBe(
      'stackbench: only 30 files may be open here, and it needs 64\n  fix: Allow more: ulimit -n 4096\n',
    );
  },
);

test.skipIf(process.platform !== 'linux' || setpriv === undefined || process.getuid?.() !== 0)(
  'too few processes are named before one of them cannot start',
  () => {
    const entry = join(import.meta.dirname, '../bin/stackbench.mjs');
    const { status, stderr } = spawnSync(
      setpriv!,
      [...alone, 'prlimit', '--nproc=30', process.execPath, entry, 'list'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(stderr).toBe(
      'stackbench: this user may have only 30 processes and threads, and it needs 64\n  fix: Allow more: ulimit -u 4096\n',
    );
  },
);

describe.skipIf(setpriv === undefined || process.getuid?.() !== 0)('a user without home', () => {
  test('publishes like any other', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o777);
    const entry = join(import.meta.dirname, '../bin/stackbench.mjs');
    const { HOME: _, ...env } = process.env;
    const { status, stderr } = spawnSync(
      setpriv!,
      [...asSomebody, process.execPath, entry, 'publish', '--results', folder],
      { encoding: 'utf8', env },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(await readdir(folder)).toContain('README.md');
  });

  test('can read what was made, whatever umask says', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o777);
    const entry = join(import.meta.dirname, '../bin/stackbench.mjs');
    const { HOME: _, ...env } = process.env;
    const publish = ['umask 0777; exec "$@"', 'sh', process.execPath, entry, 'publish'];
    const { status, stderr } = spawnSync(
      setpriv!,
      [...asSomebody, '/bin/sh', '-c', ...publish, '--results', folder],
      { encoding: 'utf8', env },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await stat(join(folder, 'README.md'))).mode & 0o777).toBe(0o600);
  });
});
