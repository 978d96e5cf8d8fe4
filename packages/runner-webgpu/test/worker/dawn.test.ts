// @module-tag machine
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { descriptionSchema, replySchema } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { gemmProgram } from '../support/programs.ts';
import { dawnCommand, skipped, software } from '../support/software.ts';
import { startClient } from '../support/worker-client.ts';

describe.skipIf(!software.ok)(`the dawn.node worker${skipped}`, () => {
  test('can be driven by hand: replies on standard output, garbage answered, ends with its input', () => {
    const { file, args, env } = dawnCommand();
    const run = spawnSync(file, [...args], {
      input: '{"do":"describe"}\nnot json\n{"do":"dance"}\n{"do":"fill"}\n',
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect(run.status).toBe(0);
    const [described, ...failed] = run.stdout
      .trim()
      .split('\n')
      .map((line) => replySchema.parse(JSON.parse(line)));
    const { facts } = descriptionSchema.parse(described?.ok === true ? described.result : null);
    expect(facts).toMatchObject({
      implementation: 'dawn.node',
      isFallbackAdapter: true,
      limits: expect.objectContaining({ maxComputeInvocationsPerWorkgroup: 256 }) as object,
      features: expect.arrayContaining(['timestamp-query']) as string[],
    });
    expect(failed).toHaveLength(3);
    for (const reply of failed) {
      expect(reply).toMatchObject({ ok: false, failure: { status: 'crash', fatal: false } });
    }
  });

  test('says of other GPUs under the same driver that they are there', async () => {
    // Two drivers, each with the one software adapter, stand for two GPUs of one driver.
    const folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
    const { env, args, ...command } = dawnCommand();
    const first = env?.['VK_DRIVER_FILES'] ?? '';
    for (const name of ['libvk_swiftshader.so', basename(first)]) {
      await copyFile(join(dirname(first), name), join(folder, name));
    }
    const drivers = [first, join(folder, basename(first))];
    const searching = args.filter((arg) => !arg.startsWith('--expect='));
    const found: unknown[] = [];
    for (const count of [1, 2]) {
      const files = drivers.slice(0, count).join(':');
      const variables = { ...env, VK_DRIVER_FILES: files, VK_ICD_FILENAMES: files };
      const worker = await startClient({ ...command, args: searching, env: variables });
      const { facts } = descriptionSchema.parse(await worker.must({ do: 'describe' }));
      await worker.end();
      found.push(facts['otherGpus']);
    }
    await rm(folder, { recursive: true });
    expect(found).toEqual([undefined, [expect.stringMatching(/^SwiftShader/)]]);
  });

  test('facts tell no home folder', async () => {
    const worker = await startClient(dawnCommand());
    const text = JSON.stringify(await worker.must({ do: 'describe' }));
    await worker.end();
    expect(text).not.toContain(`${process.env['HOME']}/`);
  });

  test('a lost device is a fatal failure for every later request; a new worker works', async () => {
    const command = dawnCommand();
    const losing = join(import.meta.dirname, '../support/losing-worker.ts');
    const { program, fill, expected } = gemmProgram(9, 9, 9);
    const worker = await startClient({ ...command, args: [losing] });
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill });
    const lost = {
      status: 'crash',
      fatal: true,
      message: expect.stringContaining('lost') as string,
    };
    const request = { do: 'fill', fill: { kind: 'reals', seed: 666 } } as const;
    expect(await worker.mustFail(request)).toMatchObject(lost);
    const sample = { do: 'sample', count: 1, repetitions: 1 } as const;
    expect(await worker.mustFail(sample)).toMatchObject(lost);
    expect(await worker.end()).toBe(0);

    const next = await startClient(command);
    await next.must({ do: 'prepare', program, bufferSets: 1 });
    await next.must({ do: 'fill', fill });
    await next.must(sample);
    expect(await next.read({ kind: 'whole' })).toEqual(expected.buffer);
    await next.end();
  });

  test('an output file that cannot be written fails the read alone', async () => {
    const { program, fill } = gemmProgram(4, 4, 4);
    const worker = await startClient(dawnCommand());
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill });
    const selection = { kind: 'whole' } as const;
    const failure = await worker.mustFail({
      do: 'read',
      output: 'c',
      selection,
      file: '/nowhere/at/all',
    });
    expect(failure).toMatchObject({ status: 'crash', fatal: false });
    await worker.read(selection);
    await worker.end();
  });
});
