import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Environment,
  processVariables,
  startProcess,
  type ToolOptions,
} from '@stackbench/workers';
import { findExecutable } from '../find-executable.ts';
import { isExecutable } from '../folders.ts';
import { shortenHome } from '../shorten-home.ts';
import type { ActivationProblem } from './activation.ts';
import { parseVariables } from './parse-variables.ts';

export interface Sourced {
  /** As the scripts left it; as it was before where they could not be run to their end. */
  env: Environment;
  problem: ActivationProblem | null;
}

/**
 * What the shell is given, always this text: everything that varies comes as an argument. As for conda, a
 * script's status does not matter. Which script runs, and at last the environment as Node sees it, go to a
 * descriptor of their own: what scripts print does no harm.
 */
const shellText = `
__stackbench_node=$1
__stackbench_reader=$2
shift 2
exec 9>&3 3>&-
for __stackbench_script do
  set --
  set +efuvx
  echo next >&9
  . "$__stackbench_script"
done
set +efuvx
"$__stackbench_node" --eval "$__stackbench_reader"
`;
const readerText = `require('node:fs').writeFileSync(9, JSON.stringify(process.env) + '\\n')`;

/** A shell of its own changes these, whatever the scripts do. */
const shellVariables = ['_', 'OLDPWD', 'PWD', 'SHLVL'];
/** bash runs what this names before anything else; an interactive shell, which people activate in, does not. */
const startupVariable = 'BASH_ENV';
const longestComplaint = 4000;
/** What an ended shell may still have in its pipe arrives within this time. */
const drainMs = 200;

/** Sources scripts in order, in one shell that starts with `env`. None of its processes outlives the call. */
export async function sourceScripts(
  scripts: readonly string[],
  env: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Sourced> {
  if (scripts.length === 0) return { env, problem: null };
  const shell = findShell(env);
  if (shell === null) {
    return { env, problem: describe('there is no bash or sh to run them', 'Install bash.') };
  }
  const { replies, complaint, end } = await runShell(shell, scripts, env, options);
  const sourced = parseVariables(replies.at(-1) ?? '');
  if (Object.keys(sourced).length > 0) return { env: restore(sourced, env), problem: null };
  const script = scripts[replies.length - 1];
  const at = script === undefined ? '' : ` in ${shortenHome(script)}`;
  const [last = ''] = complaint.trim().split('\n').slice(-1);
  const quote = last === '' ? '' : `; it last said: ${last.slice(0, 300)}`;
  const fix = 'Activate it by hand to see what is wrong, and mend or remove this script.';
  return { env, problem: describe(`they ${end}${at}${quote}`, fix) };
}

function describe(reason: string, fix: string): ActivationProblem {
  return {
    reason: `Its activation scripts could not be run: ${reason}.`,
    fix,
    isFatal: true,
  };
}

function findShell(env: Environment): string | null {
  // Before PATH, where an environment may have its own.
  const usual = ['/bin/bash', '/usr/bin/bash'].find(isExecutable);
  return usual ?? findExecutable(['bash', 'sh'], env, ['/usr/local/bin', '/usr/bin', '/bin']);
}

interface ShellReport {
  /** `next` for each script that was begun, then the environment. */
  replies: readonly string[];
  /** The end of what was said on standard error. */
  complaint: string;
  /** Why there is no more, after `they`; null when the environment has come. */
  end: string | null;
}

async function runShell(
  shell: string,
  scripts: readonly string[],
  env: Environment,
  { timeoutMs, signal }: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<ShellReport> {
  const args = ['-c', shellText, 'stackbench', process.execPath, readerText, ...scripts];
  const child = startProcess({ file: shell, args, env: exactly(env), replies: 'fd3' });
  child.stdin.end();
  let complaint = '';
  let said = '';
  const [ignored, errors] = child.logs;
  ignored?.resume();
  errors?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-longestComplaint);
  });
  const complete = new Promise<null>((resolve) => {
    child.replies.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.endsWith('}\n')) resolve(null);
    });
  });
  const closed = once(child.replies, 'close');
  const over = AbortSignal.any([
    AbortSignal.timeout(timeoutMs),
    ...(signal === undefined ? [] : [signal]),
  ]);
  // Processes that a script leaves behind may hold the pipes: nobody waits for their end.
  const end = await Promise.race([
    complete,
    child.exited.then(async (how) => {
      await Promise.race([closed, delay(drainMs)]);
      if (how.problem !== undefined) return `cannot begin: ${how.problem}`;
      const { code, signal: killer } = how;
      return killer === null ? `ended the shell with exit code ${code}` : `were ended by ${killer}`;
    }),
    once(over, 'abort').then(() =>
      signal?.aborted === true
        ? 'were interrupted'
        : `did not come to their end within ${timeoutMs / 1000} s`,
    ),
  ]);
  await child.end(0);
  return { replies: said.split('\n').filter((line) => line !== ''), complaint, end };
}

/** What makes `env` the whole environment of a process. */
function exactly(env: Environment): Environment {
  const inherited = Object.keys(process.env).map((name) => [name, undefined] as const);
  return { ...Object.fromEntries(inherited), ...env, [startupVariable]: undefined };
}

function restore(sourced: Record<string, string>, before: Environment): Environment {
  const kept = [...shellVariables, ...processVariables].map(
    (name) => [name, before[name]] as const,
  );
  const all = {
    [startupVariable]: before[startupVariable],
    ...sourced,
    ...Object.fromEntries(kept),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
