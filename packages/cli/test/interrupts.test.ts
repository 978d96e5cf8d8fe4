import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test, vi } from 'vitest';
import { writeTool } from '../../workers/test/support/fake-tree.ts';
import { makeBareHome, makeFolder, startBench } from './start-bench.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while an environment is looked at says what was cut short, and leaves nothing of any tool',
  async (signal) => {
    const root = await makeFolder();
    const [bin, temporary] = [join(root, 'bin'), join(root, 'tmp')];
    for (const folder of [bin, temporary]) mkdirSync(folder);
    // Like pip and uv, it leaves its temporary files behind when it is ended.
    const script = `[ "$1" = --version ] && { echo uv 0.13.9; exit; }
mktemp -d; : >${root}/started; exec sleep 60`;
    await writeTool(join(bin, 'uv'), script);
    const setup = join(root, 'one.txt');
    writeFileSync(setup, '# One\ntorch\n');
    const { child, ended } = await startBench(['env', 'create', setup], {
      ...(await makeBareHome(root)),
      PATH: `${bin}:${process.env['PATH']}`,
      TMPDIR: temporary,
    });
    await vi.waitFor(() => expect(readdirSync(root)).toContain('started'), { timeout: 60_000 });
    child.kill(signal);
    expect(await ended).toEqual({
      code: 130,
      stdout: '',
      stderr: `stackbench: Cannot resolve ${setup}: it was interrupted
  fix: Run this again: packages that have arrived whole are kept.
`,
    });
    expect(readdirSync(temporary)).toEqual([]);
  },
);
