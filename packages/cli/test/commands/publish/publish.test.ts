import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTunables, type Run, schemaVersion } from '@stackbench/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runHere } from '../../run-here.ts';
import type { Ended } from '../../start-bench.ts';

const execFileAsync = promisify(execFile);
const published = ['README.md', 'index.html', 'results.csv', 'results.json'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-publish-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function publish(...args: string[]): Promise<Ended> {
  vi.stubEnv('CANARY_TOKEN', 'canary-value-1234');
  return runHere('publish', '--results', folder, ...args);
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

  it.each([
    ['a home folder', '/home/someone/x', 'a home folder'],
    ['a value of the environment', 'canary-value-1234', 'CANARY_TOKEN'],
    ['the token of somebody', `ghp_${'a1B2c3D4e5F6'.repeat(3)}`, 'a token (github)'],
    ['an address', 'https://192.168.17.4', 'a network address'],
  ])('finds %s where only the linked run file has it', async (_, text, what) => {
    await writeRun('one', 'it broke');
    const path = join(folder, 'runs/one.jsonl');
    const run = await readFile(path, 'utf8');
    await writeFile(
      path,
      run.replace('"argv":[]', JSON.stringify({ argv: ['-x', text] }).slice(1, -1)),
    );
    const { code, stderr } = await publish();
    expect(code).toBe(2);
    expect(stderr).toContain(`${what} in runs/one.jsonl, line 1, field argv.1`);
    expect(await readdir(folder)).toEqual(['runs']);
    expect((await publish('--allow', text.replace(/\/x$|^https:\/\//, ''))).code).toBe(0);
  });

  it('publishes what looks private when it is told that it is not', async () => {
    await writeRun('one', 'denied: canary-value-1234');
    expect((await publish('--allow', 'canary-value-1234')).code).toBe(0);
  });

  it('names what is no run file, and publishes the others without it', async () => {
    await writeRun('one', 'it broke');
    const runs = join(folder, 'runs');
    const whole = await readFile(join(runs, 'one.jsonl'), 'utf8');
    await writeFile(join(runs, 'two.jsonl'), 'no run\n');
    await writeFile(join(runs, 'empty.jsonl'), '');
    await writeFile(join(runs, 'torn.jsonl'), whole.slice(0, 200));
    const { code, stdout, stderr } = await publish();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('Published 1 run:') as string,
    });
    expect(stderr).toMatch(/^Left out runs\/two\.jsonl: line 1: it is not JSON/m);
    expect(stderr).toMatch(/^Left out runs\/empty\.jsonl: line 1: it has no header$/m);
    expect(stderr).toMatch(/^Left out runs\/torn\.jsonl: line 1: /m);
  });

  it('leaves everything as it was when no run file can be read', async () => {
    await mkdir(join(folder, 'runs'));
    await writeFile(join(folder, 'runs/two.jsonl'), 'no run\n');
    const { code, stderr } = await publish();
    expect(code).toBe(2);
    expect(stderr).toContain('Left out runs/two.jsonl: line 1');
    expect(await readdir(folder)).toEqual(['runs']);
  });

  it('reads a compressed run file', async () => {
    await writeRun('one', 'it broke');
    const path = join(folder, 'runs/one.jsonl');
    await writeFile(`${path}.gz`, gzipSync(await readFile(path)));
    await rm(path);
    expect(await publish()).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('runs/one.jsonl.gz');
    await writeFile(`${path}.gz`, 'not compressed');
    const broken = await publish();
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/^Left out runs\/one\.jsonl\.gz: .*incorrect header check/m);
  });

  it.skipIf(process.platform === 'win32')(
    'names pipes, links in circles and links to folders, and waits for none of them',
    async () => {
      await writeRun('one', 'it broke');
      const runs = join(folder, 'runs');
      await execFileAsync('mkfifo', [join(runs, 'pipe.jsonl')]);
      await symlink('loop.jsonl', join(runs, 'loop.jsonl'));
      await symlink('/', join(runs, 'all'));
      await symlink('one.jsonl', join(runs, 'twin.jsonl'));
      const { code, stdout, stderr } = await publish();
      expect(code).toBe(0);
      expect(stdout).toContain('Published 1 run:');
      expect(stderr.trim().split('\n').toSorted()).toEqual([
        'Left out runs/all: it is a link to a folder',
        'Left out runs/loop.jsonl: its links lead in a circle',
        'Left out runs/pipe.jsonl: it is a named pipe (FIFO)',
        `Left out runs/twin.jsonl: it is the same file as ${join(runs, 'one.jsonl')}`,
      ]);
    },
  );

  it('says so when runs is a file, or a link into a folder of any size', async () => {
    await writeFile(join(folder, 'runs'), '');
    const file = await publish();
    expect(file.code).toBe(2);
    expect(file.stderr).toContain('Left out runs: it is no folder');
    if (process.platform === 'win32') return;
    await rm(join(folder, 'runs'));
    await symlink('/proc', join(folder, 'runs'));
    const huge = await publish();
    expect(huge.code).toBe(2);
    expect(huge.stderr).toContain('the rest was not looked at');
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
