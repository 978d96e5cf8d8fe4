import process from 'node:process';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { describeStartFailure } from './describe-start-failure.ts';
import type { Environment } from './environment.ts';
import { killTree, ownTree } from './kill-tree.ts';
import { cookieVariable, makeCookie } from './marked-processes.ts';

export type ToolResult =
  | { ok: true; stdout: string; stderr: string }
  /** `reason` goes on a sentence that names the tool: `did not answer within 10 s`. */
  | { ok: false; reason: string; timedOut?: boolean; stdout: string; stderr: string };

export interface ToolOptions {
  timeoutMs: number;
  env?: Environment;
  cwd?: string;
  /** What it reads on its standard input. */
  input?: string;
  signal?: AbortSignal | undefined;
  /** Called with each line that it prints, of either stream, while it runs. */
  onLine?: ((line: string) => void) | undefined;
  /** A name by which `reapTree` finds it when the process that started it is gone. */
  tree?: string | undefined;
}

/** How long a tool that ignores TERM lives on. */
const graceMs = 200;
/** Tools that print more than this are not what they seem. */
const mostOutput = 4_000_000;

/** Runs a tool to its end, of which none of its descendants outlives it. Never rejects. */
export async function runTool(
  file: string,
  args: readonly string[],
  { timeoutMs, env, cwd, input, signal, onLine, tree }: ToolOptions,
): Promise<ToolResult> {
  if (signal?.aborted === true) {
    return { ok: false, reason: 'was interrupted', stdout: '', stderr: '' };
  }
  const cookie = makeCookie(tree);
  const subprocess = execa(file, [...args], {
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    timeout: timeoutMs,
    forceKillAfterDelay: graceMs,
    killDescendants: true,
    maxBuffer: mostOutput,
    env: { ...(env ?? process.env), [cookieVariable]: cookie },
    extendEnv: false,
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  let isOver = false;
  const root = { kill: (by: NodeJS.Signals) => subprocess.kill(by), hasExited: () => isOver };
  const disown = ownTree(root, cookie);
  const over = AbortSignal.any([
    AbortSignal.timeout(timeoutMs),
    ...(signal === undefined ? [] : [signal]),
  ]);
  // A descendant in a session of its own would live on, and keep the output from ending.
  const reap = () => setTimeout(() => void killTree(root, cookie, 0), graceMs);
  over.addEventListener('abort', reap, { once: true });
  if (onLine !== undefined) {
    for (const stream of [subprocess.stdout, subprocess.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', onLine);
    }
  }
  const result = await subprocess;
  isOver = true;
  over.removeEventListener('abort', reap);
  await killTree(root, cookie, 0);
  disown();
  // A tool that cannot be started has said nothing at all.
  const [stdout, stderr] = [result.stdout ?? '', result.stderr ?? ''];
  if (!result.failed) return { ok: true, stdout, stderr };
  const { timedOut } = result;
  return { ok: false, reason: describe(result, timeoutMs), timedOut, stdout, stderr };
}

interface Ending {
  timedOut: boolean;
  isCanceled: boolean;
  exitCode?: number | undefined;
  signal?: string | undefined;
  originalMessage?: string | undefined;
}

function describe(ending: Ending, timeoutMs: number): string {
  if (ending.timedOut) return `did not answer within ${timeoutMs / 1000} s`;
  if (ending.isCanceled) return 'was interrupted';
  if (ending.signal !== undefined) return `was ended by ${ending.signal}`;
  if (ending.exitCode !== undefined) return `ended with exit code ${ending.exitCode}`;
  return describeStartFailure(ending.originalMessage);
}
