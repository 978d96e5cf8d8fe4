import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { killMarked } from '../src/marked-processes.ts';
import { isAlive } from './support/processes.ts';

function start(mark: string): number {
  const env = { ...process.env, STACKBENCH_TEST: mark };
  const child = spawn('sleep', ['100'], { env, detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid!;
}

test.runIf(process.platform === 'linux')('those with the mark are killed, others not', async () => {
  const mark = randomUUID();
  const [first, second, other] = [start(mark), start(mark), start(`${mark}-not`)];
  await delay(50);
  await killMarked('STACKBENCH_TEST', mark);
  await delay(50);
  expect([first, second, other].map(isAlive)).toEqual([false, false, true]);
});
