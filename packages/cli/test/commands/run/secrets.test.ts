// @module-tag machine
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@stackbench/stacks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokens } from '../../../../privacy/test/tokens.ts';
import {
  bin,
  makeTormentedMachine,
  type TormentedMachine,
} from '../../torment/tormented-machine.ts';

let machine: TormentedMachine;
beforeEach(() => {
  machine = makeTormentedMachine();
});
afterEach(() => machine.remove());

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe.skipIf(process.platform !== 'linux' || !existsSync(cacheFolder(process.env)))(
  'what a run file is given',
  () => {
    test('tells no token, home, address or secret that a worker says, and a page can be made of it', () => {
      const secret = 'Canary-in-the-environment';
      const said = [
        ...Object.values(tokens),
        base64(`Bearer ${tokens.npm}`),
        encodeURIComponent(tokens.basicauth),
        secret.toUpperCase(),
        base64(secret),
        '/HOME/Somebody/x',
        'file:%2Fhome%2Fsomebody%2Fy',
        'somebody@example.org',
        'fe80::1ff:fe23:4567:890a',
        machine.env['HOME'],
      ];
      const folder = `/opt/${tokens.gitlab}/lib`;
      const description = {
        protocol: 2,
        clock: { name: 'timestamp-query', quantumNs: 1 },
        facts: { vendor: 'google', architecture: 'swiftshader', folder, said: tokens.github },
      };
      // A FAKE Deno whose worker tells everything, and crashes.
      machine.writeProgram(
        'deno',
        `while read -r line; do case $line in
*'"describe"'*) printf '%s\\n' '${JSON.stringify({ ok: true, result: description })}';;
*) printf '%s\\n' ${said.map((text) => `'${text}'`).join(' ')} >&2; kill -SEGV $$;;
esac; done`,
      );
      const file = join(machine.folder, 'results/runs/run.jsonl');
      const bench = (...args: string[]) =>
        spawnSync(process.execPath, [bin, ...args], {
          encoding: 'utf8',
          env: { ...machine.env, MY_API_TOKEN: secret },
        });
      const stack = 'webgpu:deno/swiftshader';
      const small = 'gemm/naive:m=16,n=16,k=16;f32';
      const { stderr } = bench('--stack', stack, '--case', small, '--out', file, '--rounds', '2');
      expect(stderr).toContain(file);
      const written = readFileSync(file, 'utf8');
      expect(written).toMatch(/"status":"crash".*SIGSEGV/);
      expect(written).toContain('"folder":"/opt/<token>/lib"');
      for (const mark of ['<token>', '<MY_API_TOKEN>', '/HOME/<user>/x', '<mail>', '<address>'])
        expect(written).toContain(mark);
      const canaries = [...Object.values(tokens), ...said.filter((text) => text !== undefined)];
      expect(canaries.filter((text) => written.toLowerCase().includes(text.toLowerCase()))).toEqual(
        [],
      );
      // It is the same run to those who resume it.
      const again = bench('--resume', file, '--dry-run');
      expect(again.stderr).toBe('');
      expect(again.stdout).toContain('Nothing is left to measure');
      const published = bench('publish', '--results', join(machine.folder, 'results'));
      expect({ code: published.status, said: published.stderr }).toEqual({ code: 0, said: '' });
    });
  },
);
