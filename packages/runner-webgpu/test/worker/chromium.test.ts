// @module-tag machine
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { descriptionSchema } from '@stackbench/model';
import { childrenOf, isAlive } from '../../../workers/test/support/processes.ts';
import { gemmProgram } from '../support/programs.ts';
import { skipped, software } from '../support/software.ts';
import { startClient } from '../support/worker-client.ts';

describe.skipIf(!software.ok)(`the Chromium worker${skipped}`, () => {
  const command = software.ok ? software.chromium : null;

  test('computes in the page exactly, and tells its version', async () => {
    const worker = await startClient(command!);
    const { facts, clock } = descriptionSchema.parse(await worker.must({ do: 'describe' }));
    expect(facts).toMatchObject({ implementation: 'Chromium', architecture: 'swiftshader' });
    expect(facts['implementationVersion']).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(clock.name).toBe('timestamp-query');
    const { program, fill, expected } = gemmProgram(67, 33, 65);
    await worker.must({ do: 'prepare', program, bufferSets: 2 });
    await worker.must({ do: 'fill', fill });
    await worker.must({ do: 'sample', count: 1, repetitions: 4 });
    expect(await worker.read({ kind: 'whole' })).toEqual(expected.buffer);
    expect(await worker.end()).toBe(0);
  });

  test('refuses an adapter that is not the one expected', async () => {
    const args = command!.args.map((arg) => arg.replace(/^--expect=.*/, '--expect=nvidia-h200'));
    const worker = await startClient({ ...command!, args });
    expect(await worker.mustFail({ do: 'describe' })).toMatchObject({
      fatal: true,
      message: expect.stringContaining('swiftshader now, not nvidia-h200') as string,
    });
    await worker.end();
  });

  test.runIf(process.platform === 'linux')(
    'nobody reads the address of the page from a list of processes',
    async () => {
      const worker = await startClient(command!);
      await worker.must({ do: 'describe' });
      const listed = childrenOf(worker.pid).map((pid) =>
        readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
      );
      expect(listed.join()).toContain('about:blank');
      expect(listed.join()).not.toContain('127.0.0.1');
      await worker.end();
    },
  );

  test.runIf(process.platform === 'linux')('a killed worker takes its browser along', async () => {
    // It cannot clear away the browser's profile itself.
    const folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
    const worker = await startClient({ ...command!, env: { ...command!.env, TMPDIR: folder } });
    await worker.must({ do: 'describe' });
    const browsers = childrenOf(worker.pid);
    expect(browsers).not.toEqual([]);
    process.kill(worker.pid, 'SIGKILL');
    for (let i = 0; i < 100 && browsers.some(isAlive); i++) await delay(50);
    expect(browsers.filter(isAlive)).toEqual([]);
    await rm(folder, { recursive: true, maxRetries: 3 });
  });
});
