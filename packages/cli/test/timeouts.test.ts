// @module-tag machine
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bin, makeTormentedMachine, type TormentedMachine } from './torment/tormented-machine.ts';

let machine: TormentedMachine;
beforeEach(() => {
  machine = makeTormentedMachine();
});
afterEach(() => machine.remove());

const bench = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    // `list --json` has a megabyte.
    maxBuffer: 2 ** 26,
    cwd: machine.folder,
    env: { ...machine.env, ...env },
  });

describe.skipIf(process.platform !== 'linux' || !existsSync(cacheFolder(process.env)))(
  'what hangs',
  () => {
    test.each([
      ['an option', ['--timeout-discover', '1.5'], {}],
      ['a variable', [], { STACKBENCH_TIMEOUT_DISCOVER: '1.5' }],
    ])(
      'is named, with the option that gives it longer; the limit is given as %s',
      (_, args, env) => {
        const hang = "trap '' TERM; while :; do /bin/sleep 1; done";
        for (const name of ['nvidia-smi', 'nvcc', 'chromium']) machine.writeProgram(name, hang);
        const venv = join(machine.folder, 'home/hung');
        mkdirSync(join(venv, 'bin'), { recursive: true });
        const torch = join(venv, 'lib/python3.13/site-packages/torch');
        mkdirSync(torch, { recursive: true });
        writeFileSync(join(torch, '__init__.py'), '');
        writeFileSync(join(venv, 'pyvenv.cfg'), 'home = /usr/bin\nversion = 3.13.1\n');
        writeFileSync(join(venv, 'bin/python'), `#!/bin/sh\n${hang}\n`);
        chmodSync(join(venv, 'bin/python'), 0o755);
        const { status, stdout, stderr } = bench(['list', '--json', ...args], {
          ...env,
          VIRTUAL_ENV: venv,
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        const { stacks } = JSON.parse(stdout) as { stacks: Stack[] };
        const hung = stacks.filter(({ reason }) => /within 1\.5 s/.test(reason ?? ''));
        for (const what of ['nvcc', 'its Python', 'chromium'])
          expect(hung.map(({ reason }) => reason).join('\n')).toMatch(new RegExp(what, 'i'));
        for (const { fix } of hung) expect(fix).toContain('--timeout-discover SECONDS');
        expect(machine.leftovers()).toEqual([]);
      },
    );
  },
);

test('a limit that is no time is bad usage, for every command', () => {
  const { status, stderr } = bench(['list'], { STACKBENCH_TIMEOUT_DISCOVER: 'soon' });
  expect(status).toBe(2);
  expect(stderr).toContain("stackbench: STACKBENCH_TIMEOUT_DISCOVER cannot be 'soon'");
});
