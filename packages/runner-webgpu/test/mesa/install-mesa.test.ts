import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findMesaRoots } from '../../src/mesa/mesa-root.ts';
import { installMesa } from '../../src/mesa/install-mesa.ts';

const possible =
  process.platform === 'linux' && existsSync('/usr/share/keyrings/debian-archive-keyring.gpg');

describe.skipIf(!possible)("unpacking Mesa (skipped without Debian's keyring)", () => {
  let folder: string;
  let env: { PATH: string; STACKBENCH_CACHE: string };
  const said: string[] = [];
  const say = (line: string) => said.push(line);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-mesa-'));
    env = { PATH: `${join(folder, 'bin')}:/bin`, STACKBENCH_CACHE: join(folder, 'cache') };
    said.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Programs in apt's place, so that nothing is downloaded. */
  async function fakeApt(scripts: Record<string, string>) {
    await mkdir(join(folder, 'bin'));
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, 'bin', name), 0o755);
    }
  }

  const apt = {
    'apt-get': `[ "$1" = indextargets ] && echo "https://mirror.example/debian Debian"; for option; do case $option in Dir::Cache=*) cache=\${option#*=};; install) : > $cache/archives/a.deb;; esac; done`,
    'apt-cache': 'echo "  Candidate: 25.0.7-2~bpo12+1"',
    'dpkg-deb': 'mkdir -p $3/usr/lib',
  };

  test('leaves one folder in the cache, found by discovery, and does not unpack it twice', async () => {
    await fakeApt(apt);
    await installMesa(['bookworm'], env, say);
    expect(await readdir(env.STACKBENCH_CACHE)).toEqual(['mesa-25.0.7']);
    expect(findMesaRoots(env).map(({ name }) => name)).toEqual(['mesa-25.0.7']);
    await installMesa(['bookworm'], env, say);
    expect(said).toEqual([
      expect.stringMatching(/^bookworm: Mesa 25\.0\.7 in .*subgroups/),
      expect.stringContaining('is there already') as string,
    ]);
    expect(await readdir(env.STACKBENCH_CACHE)).toEqual(['mesa-25.0.7']);
  });

  test('that fails says what apt said, and leaves nothing', async () => {
    await fakeApt({ ...apt, 'apt-get': 'echo "E: no way to Debian" >&2; exit 100' });
    await expect(installMesa(['sid'], env, say)).rejects.toMatchObject({
      message: 'apt-get ended with exit code 100: E: no way to Debian',
      fix: expect.stringContaining('apt') as string,
    });
    expect(await readdir(env.STACKBENCH_CACHE)).toEqual([]);
  });

  test('from a release that is not known names those that are', async () => {
    await expect(installMesa(['woody'], env, say)).rejects.toMatchObject({
      fix: 'Name one of bookworm, sid.',
    });
  });
});
