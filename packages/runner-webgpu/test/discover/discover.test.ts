// @module-tag machine
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '@stackbench/stacks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWebgpuRunner } from '../../src/webgpu-runner.ts';
import { isAlive } from '../../../workers/test/support/processes.ts';
import { skipped, software } from '../support/software.ts';
import { startClient } from '../support/worker-client.ts';

describe.skipIf(!software.ok)(`discovery${skipped}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-discover-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A PATH of its own with fake programs, and a home with an empty cache of probes. */
  async function fakeMachine(programs: Record<string, string>) {
    const home = await mkdtemp(join(folder, 'home-'));
    const bin = join(home, 'bin');
    await mkdir(bin);
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    }
    return { HOME: home, PATH: bin, VK_DRIVER_FILES: '/absent.json', STACKBENCH_CACHE: undefined };
  }

  /** Without the bundled browser: its cache is a file. */
  async function fakeMachineWithoutBundled(programs: Record<string, string>) {
    const env = await fakeMachine(programs);
    const file = join(env.HOME, 'file');
    await writeFile(file, '');
    return { ...env, XDG_CACHE_HOME: file };
  }

  test('finds dawn.node and the bundled Chromium in software, and starts what it found', async () => {
    // The real cache of files, so that nothing is unpacked again.
    const runner = createWebgpuRunner({ env: { ...process.env, VK_DRIVER_FILES: '', PATH: '' } });
    const stacks = await runner.discover({ timeoutMs: 20_000 });
    for (const id of ['webgpu:dawn/swiftshader', 'webgpu:chromium-bundled/swiftshader']) {
      const { stack, driver } = stacks.find((found) => found.stack.id === id)!;
      expect(stack).toMatchObject({ available: true, software: true, kind: 'webgpu' });
      expect(stack.facts).toMatchObject({ clock: 'timestamp-query', isFallbackAdapter: true });
      const worker = await startClient(driver!.command);
      const { facts } = (await worker.must({ do: 'describe' })) as { facts: object };
      expect(stack.facts).toMatchObject(facts);
      await worker.end();
    }
    const again = await runner.discover({ timeoutMs: 20_000 });
    expect(again.map(({ stack }) => stack)).toEqual(stacks.map(({ stack }) => stack));
    // Remembered this time, so a run asks anew before it relies on it.
    const dawn = again.find(({ stack }) => stack.id === 'webgpu:dawn/swiftshader')!;
    const confirmed = await dawn.driver?.inspect?.({ timeoutMs: 20_000 });
    expect(confirmed?.stack).toEqual(dawn.stack);
    expect(confirmed?.driver?.command).toEqual(dawn.driver?.command);
  });

  test('browsers that hang, print garbage or end are reasons, and none is left running', async () => {
    const env = await fakeMachineWithoutBundled({
      chromium: 'trap \'\' TERM\nsleep 60 &\necho $$ $! > "$0.pids"\nwait',
      'google-chrome': 'yes garbage | head -c 100000 >&2\nexit 3',
      msedge: 'kill -SEGV $$',
    });
    const started = performance.now();
    const runner = createWebgpuRunner({ env: { ...process.env, ...env } });
    const stacks = await runner.discover({ timeoutMs: 3000 });
    expect(performance.now() - started).toBeLessThan(9000);
    const pids = await readFile(join(env.PATH, 'chromium.pids'), 'utf8');
    expect(pids.split(' ').map(Number).filter(isAlive)).toEqual([]);
    const reasonOf = (id: string) => stacks.find(({ stack }) => stack.id === id)?.stack.reason;
    expect(stacks.every(({ driver }) => driver === null)).toBe(true);
    expect(reasonOf('webgpu:chromium/swiftshader')).toContain(
      "did not answer 'describe' within 3 s",
    );
    expect(reasonOf('webgpu:chrome/swiftshader')).toMatch(/exit code 3[^]*garbage/);
    expect(reasonOf('webgpu:edge/swiftshader')).toContain('SIGSEGV');
  });

  test('of browsers that nobody wants none is started', async () => {
    const env = await fakeMachine({ chromium: 'echo started >> "$0.log"' });
    const runner = createWebgpuRunner({
      env: { ...process.env, ...env, STACKBENCH_CACHE: cacheFolder() },
    });
    const implementationsOf = async (wanted: string) => {
      const stacks = await runner.discover({ timeoutMs: 20_000, wanted: [wanted] });
      return [...new Set(stacks.map(({ stack }) => /:(.*)\//.exec(stack.id)?.[1]))];
    };
    expect(await implementationsOf('webgpu:dawn/*')).toEqual(['dawn']);
    expect(existsSync(join(env.PATH, 'chromium.log'))).toBe(false);
    expect(await implementationsOf('webgpu:chromium/*')).toEqual(['chromium']);
    expect(existsSync(join(env.PATH, 'chromium.log'))).toBe(true);
  });

  test('with no adapter at all, says why and what to do', async () => {
    const env = await fakeMachineWithoutBundled({});
    const runner = createWebgpuRunner({ env });
    const [found, ...others] = await runner.discover({ timeoutMs: 5000 });
    expect(others).toEqual([]);
    expect(found?.stack).toMatchObject({
      available: false,
      reason: expect.any(String) as string,
    });
    expect(found?.stack.fix).toContain('STACKBENCH_CACHE');
  });
});
