import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import type { WorkerCommand } from './worker-command.ts';
import { cookieVariable, type TreeRoot } from './kill-tree.ts';

/** A started process with its pipes, or one that could not be started and has ended already. */
export interface WorkerProcess extends TreeRoot {
  stdin: Writable;
  /** Where replies come from. */
  replies: Readable;
  /** Everything else that it says. */
  logs: readonly Readable[];
  /** How it ended, or why it could not be started, as the start of a sentence. */
  exited: Promise<string>;
}

/** What an ended process may still have in its pipes arrives within this time. */
const drainMs = 200;

/** Starts the process of a worker as leader of its own group, marked by `cookie`. */
export function spawnWorker(command: WorkerCommand, cookie: string): WorkerProcess {
  const onDescriptor = command.replies === 'fd3';
  const subprocess = execa(command.file, [...command.args], {
    stdio: ['pipe', 'pipe', 'pipe', ...(onDescriptor ? (['pipe'] as const) : [])],
    env: {
      ...process.env,
      ...command.env,
      [cookieVariable]: cookie,
      ...(onDescriptor ? { STACKBENCH_REPLY_FD: '3' } : {}),
    },
    extendEnv: false,
    buffer: false,
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: false,
    windowsHide: true,
  });
  const child = subprocess.nodeChildProcess;
  const [stdin, stdout, stderr, extra] = child.stdio;
  if (stdin == null || stdout == null || stderr == null)
    throw new Error('a worker needs its pipes');
  // Writing to a worker that just died is reported by its exit.
  stdin.on('error', () => {});
  let isOver = child.pid === undefined;
  // The result alone tells that it could not be started; the exit alone comes while a grandchild
  // still holds the pipes.
  const exited = Promise.race([
    new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(describeExit(code, signal)));
    }),
    subprocess.then((result) => result.originalMessage ?? describeExit(result.exitCode, null)),
  ]).finally(() => {
    isOver = true;
  });
  return {
    stdin,
    replies: (onDescriptor ? extra : stdout) as Readable,
    logs: onDescriptor ? [stdout, stderr] : [stderr],
    exited,
    kill: (signal: NodeJS.Signals) => subprocess.kill(signal),
    hasExited: () => isOver,
  };
}

function describeExit(code: number | undefined | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') {
    return 'The worker was killed (SIGKILL), as the system does when memory runs out';
  }
  return signal === null
    ? `The worker ended with exit code ${code}`
    : `The worker was ended by ${signal}`;
}

/** Why no more replies will come: resolves once the process or its reply channel has ended. */
export async function watchEnd({ exited, replies }: WorkerProcess): Promise<string> {
  const closed = once(replies, 'close').then(() => 'The worker closed its replies');
  await Promise.race([exited, closed]);
  await Promise.race([Promise.all([exited, closed]), delay(drainMs)]);
  return Promise.race([exited, delay(0).then(() => closed)]);
}
