import { rm } from 'node:fs/promises';
import { BenchError } from '@stackbench/model';
import {
  type Environment,
  makeTemporaryFolder,
  runTool,
  type ToolResult,
  adviseLonger,
  timeLimitMs,
} from '@stackbench/workers';
import { deactivated } from './deactivated.ts';

/** A failed download is taken up again this often: packages that have arrived lie in the tool's cache. */
const attempts = 3;

const signsOfNoNetwork =
  /dns error|failed to lookup address|error sending request|connection (refused|reset|closed)|network is unreachable|name resolution|NewConnectionError|timed out|operation timed out|incomplete (read|message)|error decoding response body|CondaHTTPError|Download error|broken pipe/i;

export interface Step {
  /** On a sentence that begins `Cannot`: `resolve environments/x.txt`. */
  purpose: string;
  file: string;
  args: readonly string[];
  env: Environment;
  signal: AbortSignal | undefined;
  /** The folder of the environment that it works on, by which it is found and ended if this process is killed. */
  folder?: string;
  cwd?: string;
  input?: string;
  onLine?: (line: string) => void;
  /** Whether it downloads, and is worth another attempt. */
  downloads?: boolean;
  /** Default: hours. */
  timeoutMs?: number;
}

/**
 * Runs one step to its end and returns what it printed.
 * @throws BenchError with what it said when it failed
 */
export async function runStep(step: Step): Promise<{ stdout: string; stderr: string }> {
  // Tools leave theirs behind when they are ended.
  const scratch = makeTemporaryFolder();
  try {
    return await insist(step, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function insist(step: Step, scratch: string): Promise<{ stdout: string; stderr: string }> {
  const { purpose, file, args, env, signal, folder, cwd, input, onLine } = step;
  for (let attempt = 1; ; attempt++) {
    const result: ToolResult = await runTool(file, args, {
      timeoutMs: step.timeoutMs ?? timeLimitMs('install'),
      env: { ...deactivated(env), TMPDIR: scratch },
      signal,
      onLine,
      tree: folder,
      ...(cwd === undefined ? {} : { cwd }),
      ...(input === undefined ? {} : { input }),
    });
    if (result.ok) return result;
    if (signal?.aborted === true) {
      throw new BenchError(`Cannot ${purpose}: it was interrupted`, {
        fix: 'Run this again: packages that have arrived whole are kept.',
      });
    }
    const said = lastWords(result);
    const isHung = result.timedOut === true;
    const isNetwork = !isHung && signsOfNoNetwork.test(said);
    if (isNetwork && step.downloads === true && attempt < attempts) continue;
    throw new BenchError(`Cannot ${purpose}: ${file} ${result.reason}.\n${said}`, {
      fix: isNetwork
        ? 'Run this again with a network: what has arrived is kept. A mirror or a proxy is named in the configuration of the tool itself.'
        : isHung
          ? adviseLonger('install')
          : 'Mend what it complains about, and run this again.',
    });
  }
}

/** What a tool said in the end; of hundreds of lines the last are about what went wrong. */
function lastWords({ stdout, stderr }: ToolResult): string {
  const said = stderr.trim() === '' ? stdout : stderr;
  return said.trim().split('\n').slice(-30).join('\n');
}
