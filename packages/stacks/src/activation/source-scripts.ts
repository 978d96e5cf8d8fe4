import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import {
  makeTemporaryFolder,
  type Environment,
  printable,
  processVariables,
  startProcess,
  type ToolOptions,
} from '@stackbench/workers';
import { findExecutable } from '../find-executable.ts';
import { isExecutable } from '../folders.ts';
import { shortenHome } from '../shorten-home.ts';
import type { ActivationProblem } from './activation.ts';

export interface Sourced {
  /** As the scripts left it; as it was before where they could not be run to their end. */
  env: Environment;
  problem: ActivationProblem | null;
}

/**
 * What the shell is given; all that varies comes as an argument, but for the beginning of the names of our own
 * variables. As for conda, a script's status does not matter. Scripts share the shell's descriptors, variables
 * and libraries, so nothing of ours stands where they can meet it: which script was begun and what they have
 * exported goes to files of a private folder, and the system's `env` writes it, in place of the shell.
 */
const shellText = (own: string) => `
${own}folder=$1
shift
${own}begun=
for ${own}script do
  set --
  set +efuvxa
  ${own}begun=x$${own}begun
  >|"$${own}folder/$${own}begun"
  . "$${own}script"
done
set +efuvxa
exec /usr/bin/env -0 >|"$${own}folder/${variablesFile}"
`;
const variablesFile = 'variables';

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
  const own = `__stackbench_${randomBytes(8).toString('hex')}_`;
  let folder: string;
  try {
    folder = makeTemporaryFolder();
  } catch (error) {
    const reason = `no folder can be made for what they set: ${(error as Error).message}`;
    return { env, problem: describe(reason, 'Set TMPDIR to a folder that you can write to.') };
  }
  try {
    // Whatever umask a script sets, this can be read.
    await writeFile(join(folder, variablesFile), '', { mode: 0o600 });
    // bash takes a pipe of Node's for a network connection, at which it would read ~/.bashrc.
    const plain = basename(shell) === 'bash' ? ['--norc'] : [];
    const args = [...plain, '-c', shellText(own), 'stackbench', folder, ...scripts];
    const { complaint, ended, end } = await runShell(shell, args, env, options);
    const told = ended ? await readVariables(folder) : null;
    if (told !== null) return { env: restore(told, own, env), problem: null };
    // A file for each script that was begun, and that of the variables.
    const script = scripts[(await readdir(folder)).length - 2];
    const at = script === undefined ? '' : ` in ${shortenHome(script)}`;
    const [last = ''] = printable(complaint).trim().split('\n').slice(-1);
    const quote = last === '' ? '' : `; it last said: ${last.slice(0, 300)}`;
    const fix = 'Activate it by hand to see what is wrong, and mend or remove this script.';
    return { env, problem: describe(`they ${end}${at}${quote}`, fix) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lines of `NAME=value` that end in NUL; null where the shell has not come so far. */
async function readVariables(folder: string): Promise<Environment | null> {
  const text = await readFile(join(folder, variablesFile), 'utf8');
  if (!text.endsWith('\0')) return null;
  const lines = text.split('\0').slice(0, -1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
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
  /** The end of what was said on standard error. */
  complaint: string;
  /** It came to an end by itself, with status 0. */
  ended: boolean;
  /** How it ended, after `they`. */
  end: string;
}

async function runShell(
  shell: string,
  args: readonly string[],
  env: Environment,
  { timeoutMs, signal }: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<ShellReport> {
  const child = startProcess({ file: shell, args, env: exactly(env), replies: 'stdout' });
  child.stdin.end();
  child.replies.resume();
  const errors = child.logs[0]!;
  let complaint = '';
  errors.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-longestComplaint);
  });
  const closed = once(errors, 'close');
  const over = AbortSignal.any([
    AbortSignal.timeout(timeoutMs),
    ...(signal === undefined ? [] : [signal]),
  ]);
  let ended = false;
  const end = await Promise.race([
    child.exited.then(async (how) => {
      if (how.problem !== undefined) return `cannot begin: ${how.problem}`;
      const { code, signal: killer } = how;
      ended = code === 0;
      // Processes that a script leaves behind may hold the pipe: nobody waits for their end.
      if (!ended) await Promise.race([closed, delay(drainMs)]);
      return killer === null ? `ended the shell with exit code ${code}` : `were ended by ${killer}`;
    }),
    once(over, 'abort').then(() =>
      signal?.aborted === true
        ? 'were interrupted'
        : `did not come to their end within ${timeoutMs / 1000} s`,
    ),
  ]);
  await child.end(0);
  return { complaint, ended, end };
}

/** What makes `env` the whole environment of a process. */
function exactly(env: Environment): Environment {
  const inherited = Object.keys(process.env).map((name) => [name, undefined] as const);
  return { ...Object.fromEntries(inherited), ...env, [startupVariable]: undefined };
}

/** Without what belongs to the shell and to us. */
function restore(sourced: Environment, own: string, before: Environment): Environment {
  const kept = [...shellVariables, ...processVariables].map(
    (name) => [name, before[name]] as const,
  );
  const all = {
    [startupVariable]: before[startupVariable],
    ...sourced,
    ...Object.fromEntries(kept),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value !== undefined && !name.startsWith(own)),
  );
}
