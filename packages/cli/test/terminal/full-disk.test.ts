import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '../../bin/stackbench.mjs');

/** `pnpm bench` from a shell, which sends its streams elsewhere. */
function bench(words: string) {
  const command = `exec '${process.execPath}' '${bin}' ${words}`;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe.skipIf(!existsSync('/dev/full'))('a stream that cannot be written', () => {
  test.each(['--help', '--version', 'list --help'])(
    'a result of %s that has no room is said, and is no regression',
    (words) => {
      const { status, stderr } = bench(`${words} > /dev/full`);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^stackbench: The result cannot be written: ENOSPC.*\n {2}fix: .*\n$/);
    },
  );

  test('a note that has no room ends nothing', () => {
    expect(bench('--version 2> /dev/full')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^stackbench \d/) as string,
    });
    expect(bench('--resume /nowhere.jsonl 2> /dev/full').status).toBe(2);
  });

  test('closed streams are no failure', () => {
    expect(bench('--version >&- 2>&-').status).toBe(0);
    expect(bench('--resume /nowhere.jsonl >&- 2>&-').status).toBe(2);
  });

  test('neither has room', () => {
    expect(bench('list --help > /dev/full 2>&1').status).toBe(2);
  });
});
