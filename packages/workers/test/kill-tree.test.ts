import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { killTree, reapOrphans } from '../src/kill-tree.ts';
import { cookieVariable } from '../src/marked-processes.ts';
import { thisOwner } from '../src/owner.ts';
import { temporaryFolder } from './support/fake-tree.ts';
import { isAlive } from './support/processes.ts';

function start(cookie: string): ChildProcess {
  const env = { ...process.env, [cookieVariable]: cookie };
  const child = spawn('sleep', ['100'], { env, detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test.runIf(process.platform === 'linux')(
  'those with the cookie, and with one grown from it, are killed, others not',
  async () => {
    const cookie = randomUUID();
    const children = [cookie, `${cookie}/inner`, `${cookie}-not`].map(start);
    const root = { kill: () => true, hasExited: () => true };
    await delay(50);
    await killTree(root, cookie, 0);
    await delay(50);
    expect(children.map(({ pid }) => isAlive(pid!))).toEqual([false, false, true]);
  },
);

const sources = join(import.meta.dirname, '../src/index.ts');

/** A process that starts another one through this package, and leaves while that one still runs. */
async function leave(start_: string): Promise<{ exitCode: number; pid: number }> {
  const mark = join(await temporaryFolder(), 'pid');
  // Ignores TERM, and has a session of its own.
  const script = `trap '' TERM; echo $$ > ${mark}; while :; do sleep 1; done`;
  const code = `
    import { existsSync, readFileSync } from 'node:fs';
    import { runTool, startWorker } from ${JSON.stringify(sources)};
    const [file, ...args] = ['setsid', '--wait', 'sh', '-c', ${JSON.stringify(script)}];
    ${start_}
    const timer = setInterval(() => {
      if (existsSync(${JSON.stringify(mark)}) && readFileSync(${JSON.stringify(mark)}).length > 0) process.exit(130);
    }, 10);`;
  const { code: exitCode } = await promisify(execFile)(process.execPath, [
    '--input-type=module-typescript',
    '-e',
    code,
  ]).then(
    () => ({ code: 0 }),
    (error: { code: number }) => error,
  );
  return { exitCode, pid: Number(await readFile(mark, 'utf8')) };
}

test.runIf(process.platform === 'linux').each([
  ['a worker', "startWorker({ file, args, replies: 'fd3' });"],
  ['a tool', 'void runTool(file, args, { timeoutMs: 60_000 });'],
])('%s that ignores TERM does not outlive the process that started it', async (_, start_) => {
  const { exitCode, pid } = await leave(start_);
  expect(exitCode).toBe(130);
  await delay(50);
  expect(isAlive(pid)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'what an owner that was killed has left is ended by the next, and nothing of those who live',
  async () => {
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const [namespace, , began] = thisOwner().split('-');
    const dead = `${namespace}-${gone}-${began}`;
    const children = [`${dead}/one`, `outer/${thisOwner()}/${dead}/two`, thisOwner()].map(start);
    await delay(50);
    reapOrphans();
    await delay(50);
    expect(children.map(({ pid }) => isAlive(pid!))).toEqual([false, false, true]);
  },
);
