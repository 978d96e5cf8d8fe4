import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCommit } from '../../src/index.ts';

/** A work tree of its own with one commit. */
function makeRepository(): { folder: string; write: (file: string) => void } {
  const folder = mkdtempSync(join(tmpdir(), 'stackbench-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (file: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), String(performance.now()));
  };
  for (const file of ['README.md', 'kernels/gemm/naive/kernel.cu', 'results/README.md'])
    write(file);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'all');
  return { folder, write };
}

test.each([
  ['a kernel that was changed', 'kernels/gemm/naive/kernel.cu', true],
  ['a variant that git does not know yet', 'kernels/gemm/mine/kernel.cu', true],
  ['a runner that git does not know yet', 'packages/runner-mine/src/index.ts', true],
  ['any other file that was changed', 'README.md', true],
  ['results that were published anew', 'results/README.md', false],
  ['a run file', 'results/runs/x.jsonl', false],
  ['a run file in its folder', 'mine.jsonl', false],
  ['what a test leaves for a moment', 'kernels/test/.catalog-x/gemm/operation.ts', false],
])('%s: %s makes a work tree dirty: %s', async (_, file, dirty) => {
  const { folder, write } = makeRepository();
  expect(await readCommit(folder)).toMatchObject({ dirty: false });
  write(file);
  expect(await readCommit(folder)).toEqual({
    commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    dirty,
  });
});

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)('a checkout of another user has its commit, too', async () => {
  const { folder } = makeRepository();
  for (const owned of [folder, join(folder, '.git')]) chownSync(owned, 4242, 4242);
  expect(await readCommit(folder)).toEqual({
    commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    dirty: false,
  });
});
