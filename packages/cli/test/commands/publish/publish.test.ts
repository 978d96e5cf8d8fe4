import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTunables, type Run, schemaVersion } from '@stackbench/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const entry = join(import.meta.dirname, '../../../bin/stackbench.mjs');
const published = ['README.md', 'index.html', 'results.csv', 'results.json'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-publish-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function publish(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, CANARY_TOKEN: 'canary-value-1234' };
    execFile(
      process.execPath,
      [entry, 'publish', '--results', folder, ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

/** A made-up run of one software stack that failed with `reason`. Nothing in it was measured. */
async function writeRun(name: string, reason: string): Promise<void> {
  const run: Run = {
    header: {
      type: 'header',
      schemaVersion,
      runId: name,
      startedAt: '2026-01-01T00:00:00.000Z',
      argv: [],
      commit: null,
      dirty: null,
      version: '0.1.0',
      machine: {
        platform: 'linux',
        arch: 'x64',
        osVersion: 'Debian GNU/Linux 12 (bookworm), kernel 6.1.0',
        cpu: 'A Made-up CPU',
        cpuCount: 2,
        memoryBytes: 2 ** 32,
        nvidiaDriver: null,
      },
      suite: 'quick',
      rounds: 1,
      tunables: defaultTunables,
      stacks: [
        {
          id: 'webgpu:dawn/swiftshader',
          kind: 'webgpu',
          software: true,
          native: false,
          available: true,
          facts: { implementation: 'dawn.node' },
        },
      ],
      cases: [
        {
          id: 'gemm/naive:m=256,n=256,k=256;f32',
          operation: 'gemm',
          variant: 'naive',
          problem: 'm=256,n=256,k=256',
          dataType: 'f32',
          work: 'flops',
          flops: 2 * 256 ** 3,
          bytes: 12 * 256 ** 2,
        },
      ],
    },
    outcomes: [
      {
        case: 'gemm/naive:m=256,n=256,k=256;f32',
        stack: 'webgpu:dawn/swiftshader',
        round: 0,
        status: 'crash',
        reason,
      },
    ],
    footer: { type: 'footer', endedAt: '2026-01-01T00:01:00.000Z', counts: { crash: 1 } },
  };
  const lines = [
    run.header,
    ...run.outcomes.map((each) => ({ type: 'outcome', ...each })),
    run.footer,
  ];
  await mkdir(join(folder, 'runs'), { recursive: true });
  await writeFile(
    join(folder, 'runs', `${name}.jsonl`),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
}

describe('bench publish', () => {
  it('writes four files from the run files, and nothing else', async () => {
    await writeRun('one', 'it broke');
    const { code, stdout } = await publish();
    expect(code).toBe(0);
    expect(stdout).toContain('Published 1 run');
    expect((await readdir(folder)).toSorted()).toEqual([...published, 'runs'].toSorted());
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('[run](runs/one.jsonl)');
  });

  it('writes the same bytes again', async () => {
    await writeRun('one', 'it broke');
    await publish();
    const first = await Promise.all(published.map((name) => readFile(join(folder, name))));
    await publish();
    expect(await Promise.all(published.map((name) => readFile(join(folder, name))))).toEqual(first);
  });

  it('publishes an empty folder as a page that says how to begin', async () => {
    expect((await publish()).code).toBe(0);
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain('npx -y pnpm@12 bench');
  });

  it.each([
    ['a value of the environment', 'denied: canary-value-1234', 'CANARY_TOKEN'],
    ['a home folder', 'cannot open /home/someone/x', 'a home folder'],
  ])('leaves everything as it was when %s would show', async (_, reason, what) => {
    await publish();
    const before = await readFile(join(folder, 'index.html'));
    await writeRun('one', reason);
    const { code, stderr } = await publish();
    expect(code).toBe(2);
    expect(stderr).toContain(what);
    expect(stderr).toMatch(/index\.html, line \d+/);
    expect(await readFile(join(folder, 'index.html'))).toEqual(before);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('publishes what looks private when it is told that it is not', async () => {
    await writeRun('one', 'denied: canary-value-1234');
    expect((await publish('--allow', 'canary-value-1234')).code).toBe(0);
  });

  it('names a run file that is broken, and leaves everything as it was', async () => {
    await writeRun('one', 'it broke');
    await writeFile(join(folder, 'runs', 'two.jsonl'), 'no run\n');
    const { code, stderr } = await publish();
    expect(code).toBe(2);
    expect(stderr).toContain('two.jsonl, line 1');
    expect(await readdir(folder)).toEqual(['runs']);
  });

  it('does not touch a README.md without markers', async () => {
    await writeFile(join(folder, 'README.md'), 'mine\n');
    const { code, stderr } = await publish();
    expect(code).toBe(2);
    expect(stderr).toContain('stackbench:begin');
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('mine\n');
    expect(await readdir(folder)).toEqual(['README.md']);
  });

  it('names the folder that is not there', async () => {
    await rm(folder, { recursive: true });
    const { code, stderr } = await publish();
    expect(code).toBe(2);
    expect(stderr).toContain('--results');
  });

  it('tells nothing of this machine', async () => {
    await writeRun('one', 'it broke');
    await publish();
    const text = await readFile(join(folder, 'results.json'), 'utf8');
    expect(text).not.toContain(hostname());
    expect(text).not.toContain(tmpdir());
  });
});
