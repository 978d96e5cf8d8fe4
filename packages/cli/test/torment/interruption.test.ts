// @module-tag machine
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cacheFolder } from '@stackbench/stacks';
import { installHungCompiler, installHungToolkit } from './hung-tools.ts';
import { hasTerminal, interrupt, startOnTerminal } from './start-on-terminal.ts';
import { installStubbornDeno } from './stubborn-deno.ts';
import { interruptTwice, killAtRandom, seedRandom } from './torment.ts';
import { makeTormentedMachine, type TormentedMachine } from './tormented-machine.ts';

let machine: TormentedMachine;
beforeEach(() => {
  machine = makeTormentedMachine();
});
afterEach(() => machine.remove());

/** Starts `args` on a terminal, and waits until something hangs. */
async function startHung(args: readonly string[], mark: string, env: NodeJS.ProcessEnv = {}) {
  const terminal = startOnTerminal(machine, args, env);
  await vi.waitFor(() => expect(existsSync(mark)).toBe(true), { timeout: 30_000, interval: 20 });
  return { terminal, exited: once(terminal, 'exit') };
}

async function typeTwice({ stdin }: ChildProcess) {
  stdin?.write(interrupt);
  await delay(100);
  stdin?.write(interrupt);
}

/** `packages/cli/scripts/torment.ts` does more of both. */
describe.skipIf(process.platform !== 'linux' || !existsSync(cacheFolder(process.env)))(
  'a run that is ended by force',
  () => {
    test('killed at random moments and resumed loses, doubles and leaves nothing', async () => {
      installStubbornDeno(machine);
      const { kills, problems } = await killAtRandom(machine, 3, seedRandom(1));
      expect({ kills, problems }).toEqual({ kills: 3, problems: [] });
    });

    test.each(['SIGINT', 'SIGHUP'] as const)(
      'at a second %s takes along the worker that ignores it',
      async (signal) => {
        installStubbornDeno(machine);
        expect(await interruptTwice(machine, signal, seedRandom(2))).toEqual([]);
      },
    );
  },
);

describe.skipIf(!hasTerminal)('tools that hang, deaf and in a session of their own', () => {
  test.each([
    ['list', 'version'],
    ['--dry-run', 'version'],
    ['build', 'compile'],
  ])('a hung nvcc under %s ends at the second Ctrl-C', async (command, HANG) => {
    const { home, mark } = installHungToolkit(machine);
    machine.writeProgram('g++', 'exec /usr/bin/g++ "$@"');
    const env = { CUDA_HOME: home, HANG };
    const { terminal, exited } = await startHung([command], mark, env);
    await typeTwice(terminal);
    await exited;
    expect({ code: terminal.exitCode, left: machine.leftovers() }).toEqual({ code: 130, left: [] });
  });

  test('a hung g++ under run ends at the second Ctrl-C', async () => {
    const mark = installHungCompiler(machine);
    const { terminal, exited } = await startHung(['--stack', 'cuda:emulated'], mark);
    await typeTwice(terminal);
    await exited;
    expect({ code: terminal.exitCode, left: machine.leftovers() }).toEqual({ code: 130, left: [] });
  });

  test('when the terminal is closed nothing is left', async () => {
    const { home, mark } = installHungToolkit(machine);
    const { terminal, exited } = await startHung(['list'], mark, {
      CUDA_HOME: home,
      HANG: 'version',
    });
    terminal.kill('SIGKILL');
    await exited;
    await vi.waitFor(() => expect(machine.leftovers()).toEqual([]), { timeout: 10_000 });
  });
});
