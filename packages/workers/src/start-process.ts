import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { describeStartFailure } from './describe-start-failure.ts';
import { killTree, ownTree } from './kill-tree.ts';
import { cookieVariable, makeCookie, replyVariable } from './marked-processes.ts';
import type { WorkerCommand } from './worker-command.ts';

/** A started process with its pipes, or one that could not be started and has ended already. */
export interface StartedProcess {
  stdin: Writable;
  /** Where replies come from. */
  replies: Readable;
  /** Everything else that it says. */
  logs: readonly Readable[];
  exited: Promise<Ending>;
  /** Ends it with all its descendants, however it is: TERM, up to `graceMs` to comply, KILL. */
  end(graceMs: number): Promise<void>;
}

/** How a process ended, or why it could not be started. */
type Ending =
  | { code: number | null; signal: NodeJS.Signals | null; problem?: never }
  | { problem: string };

/** What an ended process may still have in its pipes arrives within this time. */
const drainMs = 200;

/** Starts a process, which this one owns from now on: it ends with {@link StartedProcess.end}, or with this one. */
export function startProcess(command: WorkerCommand): StartedProcess {
  const cookie = makeCookie();
  const onDescriptor = command.replies === 'fd3';
  const subprocess = execa(command.file, [...command.args], {
    stdio: ['pipe', 'pipe', 'pipe', ...(onDescriptor ? (['pipe'] as const) : [])],
    env: {
      ...process.env,
      [replyVariable]: onDescriptor ? '3' : undefined,
      ...command.env,
      [cookieVariable]: cookie,
    },
    extendEnv: false,
    buffer: false,
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: false,
    windowsHide: true,
  });
  const child = subprocess.nodeChildProcess;
  let isOver = child.pid === undefined;
  const root = {
    kill: (signal: NodeJS.Signals) => subprocess.kill(signal),
    hasExited: () => isOver,
  };
  const disown = ownTree(root, cookie);
  const [stdin, stdout, stderr, extra] = child.stdio;
  if (stdin == null || stdout == null || stderr == null) {
    throw new Error('a process needs its pipes');
  }
  // Writing to a process that just died is reported by its exit.
  stdin.on('error', () => {});
  // The result alone tells that it could not be started; the exit alone comes while a grandchild
  // still holds the pipes.
  const exited = Promise.race([
    new Promise<Ending>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    }),
    subprocess.then(({ originalMessage: problem, exitCode = null }): Ending =>
      problem === undefined ? { code: exitCode, signal: null } : { problem },
    ),
  ]).finally(() => {
    isOver = true;
  });
  const replies = (onDescriptor ? extra : stdout) as Readable;
  const logs = onDescriptor ? [stdout, stderr] : [stderr];
  return {
    stdin,
    replies,
    logs,
    exited,
    end: async (graceMs) => {
      await killTree(root, cookie, graceMs);
      disown();
      for (const stream of [replies, ...logs]) stream.destroy();
    },
  };
}

/** As the end of a sentence. */
function describeEnding(ending: Ending): string {
  if (ending.problem !== undefined) return describeStartFailure(ending.problem);
  const { code, signal } = ending;
  if (signal === 'SIGKILL') return 'was killed (SIGKILL), as the system does when memory runs out';
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

/** Why no more replies will come: resolves once the process or its reply channel has ended. */
export async function watchEnd({ exited, replies }: StartedProcess): Promise<string> {
  const closed = once(replies, 'close').then(() => 'closed its replies');
  await Promise.race([exited, closed]);
  await Promise.race([Promise.all([exited, closed]), delay(drainMs)]);
  return Promise.race([exited.then(describeEnding), delay(0).then(() => closed)]);
}
