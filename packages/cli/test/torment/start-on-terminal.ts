import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { bin, type TormentedMachine } from './tormented-machine.ts';

/** Opens pseudo-terminals (util-linux; that of macOS has other options). */
const program = '/usr/bin/script';

export const hasTerminal = process.platform === 'linux' && existsSync(program);

/** What is typed at `child` reaches the terminal, which closes when `child` is killed. */
export function startOnTerminal(
  { env }: TormentedMachine,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
): ChildProcess {
  const words = [process.execPath, bin, ...args].map((word) => `'${word}'`);
  return spawn(program, ['-qec', words.join(' '), '/dev/null'], {
    env: { ...env, SHELL: '/bin/sh', ...more },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

/** Ctrl-C. */
export const interrupt = '\u0003';
