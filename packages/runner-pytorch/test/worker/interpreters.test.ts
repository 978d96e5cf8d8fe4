import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Fill, fillTensor } from '@stackbench/model';
import { isLowerVersion } from '@stackbench/stacks';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClient } from '../../../runner-webgpu/test/support/worker-client.ts';
import { probeInterpreter } from '../../src/discover/probe.ts';
import { findInterpreters } from '../support/interpreters.ts';

const worker = join(import.meta.dirname, '../../worker');
const listWorker = join(import.meta.dirname, '../support/list_worker.py');
const interpreters = await findInterpreters();
const usable = interpreters.filter(({ version }) => !isLowerVersion(version, '3.8'));
const outdated = interpreters.filter(({ version }) => isLowerVersion(version, '3.8'));

/** Switches under which Python looks nowhere near a script for modules, and takes no part of an environment. */
const modes = [
  { name: 'as it is', args: [], env: {} },
  { name: 'isolated', args: ['-I'], env: {} },
  { name: 'with a safe path', args: [], env: { PYTHONSAFEPATH: '1' } },
  { name: 'without docstrings', args: ['-OO'], env: {} },
];

/** A locale in which Python takes names of files, and what it reads, for ASCII. */
const asciiOnly = {
  PYTHONIOENCODING: 'ascii',
  PYTHONUTF8: '0',
  PYTHONCOERCECLOCALE: '0',
  LC_ALL: 'POSIX',
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-test-ß-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.for(usable)('Python $version', { timeout: 120_000 }, ({ python }) => {
  it.for(modes)('starts the folder $name, and leaves nothing in it', async ({ args, env }) => {
    const { stdout, stderr } = await runTool(
      python,
      [...args, '-B', worker, '--device', 'compile:sm_80'],
      {
        timeoutMs: 60_000,
        cwd: folder,
        env: { ...process.env, ...env },
        input: '{"do":"sample","count":1,"repetitions":1}\n',
      },
    );
    const reply = JSON.parse(stdout || `"${stderr}"`) as unknown;
    expect(reply).toMatchObject({ ok: false, failure: { status: 'unsupported' } });
    expect(globSync('**/__pycache__', { cwd: worker })).toEqual([]);
  });

  it('reads every file of the worker', async () => {
    const script =
      'import sys, ast\nfor f in sys.argv[1:]: compile(ast.parse(open(f, encoding="utf-8").read(), f, feature_version=(3, 8)), f, "exec")';
    const files = globSync('**/*.py', { cwd: worker }).map((file) => join(worker, file));
    expect(files.length).toBeGreaterThan(20);
    const read = await runTool(python, ['-B', '-c', script, ...files], { timeoutMs: 60_000 });
    expect(read).toMatchObject({ ok: true, stderr: '' });
  });

  it.for<Fill>([
    { kind: 'integers', range: 4, sparsity: 0, seed: 20260101 },
    { kind: 'integers', range: 127, sparsity: 3, seed: 0xffffffff },
    { kind: 'reals', seed: 7 },
  ])('drives a worker that knows no torch: $kind of seed $seed', async (fill) => {
    const client = await startClient({
      file: python,
      args: ['-B', listWorker],
      env: { ...process.env, ...asciiOnly },
      replies: 'fd3',
    });
    const elements = 300;
    const program = {
      dataType: 'f32' as const,
      tensors: [{ name: 'ß', role: 'input' as const, elements }],
      passes: [],
    };
    await client.must({ do: 'prepare', program, bufferSets: 1 });
    await client.must({ do: 'fill', fill });
    const file = join(folder, 'filled ß.bin');
    await client.must({ do: 'read', output: 'ß', selection: { kind: 'whole' }, file });
    const bytes = await readFile(file);
    const filled = new Float32Array(new Uint8Array(bytes).buffer);
    const failure = await client.mustFail({ do: 'sample', count: 1, repetitions: 1 });
    await client.end();
    expect([...filled]).toEqual([...fillTensor(fill, 'f32', 0, elements)]);
    expect(failure).toMatchObject({
      status: 'unsupported',
      message: 'A list computes nothing: ß.',
    });
  });
});

it.skipIf(outdated.length === 0)('a Python that is too old says so itself', async () => {
  // The torch of another is none of its own.
  const modules = join(folder, 'modules');
  await mkdir(join(modules, 'torch'), { recursive: true });
  for (const { python, version } of outdated) {
    const env = { ...process.env, PYTHONPATH: modules };
    const told = await probeInterpreter(python, env, { timeoutMs: 30_000 });
    expect(told).toMatchObject({ ok: true, probe: { torch: null } });
    const { stderr } = await runTool(python, ['-B', worker, '--device', 'cpu'], {
      timeoutMs: 30_000,
    });
    expect(stderr).toContain(`needs Python 3.8 or newer; this is ${version}`);
  }
});
