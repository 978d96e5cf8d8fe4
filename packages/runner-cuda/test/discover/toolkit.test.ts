// @module-tag machine
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inspectToolkit } from '../../src/discover/toolkit.ts';
import { temporaryFolder, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { missingToolkit, realTools } from '../support/toolkits.ts';

const foundBy = 'test';

/** An orphan that nobody has buried yet is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const problemOf = async (script: string, timeoutMs = 5000) => {
  const nvcc = await writeTool(join(await temporaryFolder(), 'bin/nvcc'), script);
  return inspectToolkit({ nvcc, foundBy }, { timeoutMs });
};

/** Fakes stand for compilers that are broken in ways which a real one cannot be brought into. */
describe('an nvcc that does not work', () => {
  it('hangs, and ignores being asked to end', async () => {
    const folder = await temporaryFolder();
    const start = performance.now();
    const found = await problemOf(
      `trap '' TERM; echo $$ >> ${folder}/pids; sleep 100 & echo $! >> ${folder}/pids; wait; sleep 100`,
      300,
    );
    expect(performance.now() - start).toBeLessThan(4000);
    expect(found).toMatchObject({
      problem: { reason: expect.stringContaining('did not answer within 0.3 s') as string },
    });
    await delay(100);
    const pids = (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number);
    expect(pids.length).toBeGreaterThan(1);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it.each([
    [
      'fails',
      'echo "libnvvm.so: cannot open" >&2; exit 3',
      /exit code 3.*libnvvm\.so: cannot open/,
    ],
    ['says something else', 'echo "hello, world"', /not what nvcc says/],
    ['says nothing', 'exit 0', /not what nvcc says/],
    ['is no program', '', /not what nvcc says/],
    ['is killed', 'kill -SEGV $$', /SIGSEGV/],
    ['never stops talking', 'yes', /did not answer|ended|cannot be started/],
  ])('%s', async (_, script, reason) => {
    expect(await problemOf(script, 2000)).toMatchObject({
      problem: {
        reason: expect.stringMatching(reason) as string,
        fix: expect.any(String) as string,
      },
    });
  });
});

describe('a real toolkit', () => {
  it('tells what it is', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const [{ toolkit }] = realTools as [(typeof realTools)[number]];
    const found = await inspectToolkit({ nvcc: toolkit.nvcc, foundBy }, { timeoutMs: 10_000 });
    expect(found).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+$/) as string,
      nvccVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      nvccBuild: expect.stringMatching(/^cuda_/) as string,
      runtimeVersion: expect.stringMatching(/^\d+\.\d+$/) as string,
      staticRuntime: expect.stringMatching(/libcudart_static\.a$/) as string,
      architectures: expect.arrayContaining(['sm_80', 'sm_90']) as string[],
      newestGcc: expect.any(Number) as number,
    });
  });

  it('is recognised behind a wrapper', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const [{ toolkit }] = realTools as [(typeof realTools)[number]];
    const wrapper = await writeTool(
      join(await temporaryFolder(), 'nvcc'),
      `exec '${toolkit.nvcc}' "$@"`,
    );
    const found = await inspectToolkit({ nvcc: wrapper, foundBy }, { timeoutMs: 10_000 });
    expect(found).toMatchObject({ nvcc: toolkit.nvcc, prefix: toolkit.prefix });
  });
});
