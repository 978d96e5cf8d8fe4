// @module-tag machine
// @module-tag long
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { installation } from '@stackbench/installation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BundleRecord } from '../../src/bundle/record.ts';
import { writeArchive } from '../../src/bundle/write-archive.ts';
import { buildBundle, choosePlatform } from '../../src/index.ts';
import { startSlurm, whyNoSlurm } from '../../../fleet/test/support/slurm.ts';
import { benchInRoot, type InRoot, makeEmptyRoot } from '../support/empty-root.ts';
import { type Ended, makeFolder, run } from '../support/run.ts';

const { root, version } = installation;
const record = { commit: 'c'.repeat(40), dirty: false, builtAt: '2026-01-01T00:00:00.000Z' };
const isRootOfLinux =
  process.platform === 'linux' && process.arch === 'x64' && process.getuid!() === 0;
const why = isRootOfLinux ? '' : ' (skipped: it takes root on Linux, x64, for a root of its own)';

const environments = join(homedir(), '.cache/stackbench/environments');
/** What .ci/run installs. */
const toolkit = join(environments, 'cuda-13.0-libraries');
const torch = join(environments, 'venv-torch');
const unless = (folder: string) => (existsSync(folder) ? '' : ` (skipped: no ${folder})`);

let folder: string;
let archive: string;
let bundle: string;

describe.runIf(isRootOfLinux)(`the bundle${why}`, () => {
  let place: InRoot;
  /** What was typed, and what it answered, for docs/bundle.md. */
  const transcript: string[] = [];
  const bench = async (more: Partial<InRoot>, ...args: string[]): Promise<Ended> => {
    const ended = await benchInRoot({ ...place, ...more }, ...args);
    const shown = args.map((arg) => (/[*;]/.test(arg) ? `'${arg}'` : arg)).join(' ');
    transcript.push(`$ ./bench ${shown}`, ended.stdout.trimEnd(), `→ exit code ${ended.code}`, '');
    return ended;
  };

  beforeAll(async () => {
    folder = await makeFolder();
    archive = join(folder, 'bundle.tar.zst');
    const platform = choosePlatform('linux-x64');
    const options = { root, version, record, platform, extras: ['swiftshader'] as const };
    await buildBundle({ ...options, file: archive, onStep: () => {} });
    await run('tar', ['--zstd', '-xf', archive], { cwd: folder });
    bundle = join(folder, `stackbench-${version}-linux-x64`);
    place = { root: join(folder, 'root'), bundle };
    await makeEmptyRoot(place.root);
  }, 600_000);

  afterAll(async () => {
    const file = process.env['STACKBENCH_TRANSCRIPT'];
    if (file !== undefined) await writeFile(file, transcript.join('\n'));
  });

  test('is small enough to be carried', async () => {
    expect((await stat(archive)).size).toBeLessThan(55e6);
    const older = join(folder, 'bundle.tar.gz');
    await writeArchive(bundle, older);
    expect((await stat(older)).size).toBeLessThan(60e6);
  }, 300_000);

  test('says what it is, with the digest of each file', () => {
    const said = JSON.parse(readFileSync(join(bundle, 'BUNDLE.json'), 'utf8')) as BundleRecord;
    expect(said).toMatchObject({ version, ...record, platform: 'linux-x64' });
    expect(said.glibc).toMatch(/^2\.\d+$/);
    const file = 'stackbench/kernels/gemm/naive/kernel.cu';
    const digest = createHash('sha256')
      .update(readFileSync(join(bundle, file)))
      .digest('hex');
    expect(said.files[file]).toBe(digest);
  });

  describe('in an empty root, read-only, without a network', () => {
    test('lists what is there', async () => {
      const { code, stdout } = await bench({}, 'list');
      expect(code).toBe(0);
      expect(stdout).toContain('webgpu:dawn/swiftshader');
      expect(stdout).toContain('This bundle has no Chromium.');
    }, 120_000);

    test('doctor finds no fault that the bundle brought', async () => {
      const { code, stdout } = await bench({}, 'doctor');
      expect(code).toBe(0);
      expect(stdout).not.toContain('LD_LIBRARY_PATH');
    }, 120_000);

    test('measures WebGPU, and says from which commit', async () => {
      const args = [
        '--case',
        'gemm/naive:m=64,n=64,k=64;f32',
        '--case',
        'softmax/naive:rows=64,columns=64;f32',
      ];
      const { code } = await bench({}, '--stack', 'webgpu:dawn/*', ...args);
      expect(code).toBe(0);
      const runs = join(place.root, 'home/stackbench-results/runs');
      const lines = readFileSync(join(runs, readdirSync(runs)[0]!), 'utf8')
        .trim()
        .split('\n');
      expect(JSON.parse(lines[0]!)).toMatchObject({ version, commit: record.commit });
      expect(lines.filter((line) => line.includes('"status":"ok"'))).toHaveLength(2);
    }, 300_000);

    test('publishes', async () => {
      expect((await bench({}, 'publish')).code).toBe(0);
      expect(existsSync(join(place.root, 'home/stackbench-results/index.html'))).toBe(true);
    }, 120_000);
  });

  describe('with the programs of this machine laid in', () => {
    const cases = ['--case', 'gemm/naive:m=64,n=64,k=64;f32'];
    const programs = ['/usr'];

    test('emulates CUDA', async () => {
      const { code, stdout } = await bench(
        { laidIn: programs },
        '--stack',
        'cuda:emulated',
        ...cases,
      );
      expect(code).toBe(0);
      expect(stdout).toContain('FLOP/s');
    }, 300_000);

    test.skipIf(!existsSync(toolkit))(
      `builds kernels with a toolkit${unless(toolkit)}`,
      async () => {
        const env = { CUDA_HOME: join(toolkit, basename(toolkit), 'nvidia/cu13') };
        const where = { laidIn: [...programs, toolkit], env };
        const { code, stdout } = await bench(where, 'build', '--arch', 'sm_90a', ...cases);
        expect(code).toBe(0);
        expect(stdout).toContain('cuda:13.0');
      },
      300_000,
    );

    test.skipIf(!existsSync(torch))(
      `measures PyTorch${unless(torch)}`,
      async () => {
        const prefix = join(torch, basename(torch));
        const { stdout: base } = await run(
          join(prefix, 'bin/python'),
          ['-c', 'import sys; print(sys.base_prefix)'],
          { cwd: '/' },
        );
        const where = { laidIn: [...programs, torch, base.trim()], env: { VIRTUAL_ENV: prefix } };
        const { code, stdout } = await bench(
          where,
          '--stack',
          'pytorch:venv/*',
          '--case',
          'gemm/library:m=256,n=256,k=256;f32',
        );
        expect(code).toBe(0);
        expect(stdout).toContain('pytorch:venv/');
      },
      300_000,
    );
  });

  const noSlurm = whyNoSlurm();
  test.skipIf(noSlurm !== null)(
    `submits itself to the nodes of a Slurm, from where nothing can be written${noSlurm === null ? '' : ` (skipped: ${noSlurm})`}`,
    async () => {
      const slurm = await startSlurm({ nodes: 2 });
      const [mounted, home] = ['mounted', 'home'].map((name) => join(folder, name));
      await Promise.all([mkdir(mounted!), mkdir(home!)]);
      const must = async (file: string, ...args: string[]) => {
        const { HOME: _, ...rest } = process.env;
        const env = { ...rest, ...slurm.env, HOME: home!, STACKBENCH_LOCKS: join(home!, 'locks') };
        const ended = await run(file, args, { cwd: home!, env });
        if (ended.code !== 0) throw new Error(`${basename(file)} ${args[0]}: ${ended.stderr}`);
        return ended.stdout;
      };
      const ours = join(mounted!, 'bench');
      await must('mount', '--bind', bundle, mounted!);
      try {
        await must('mount', '-o', 'remount,bind,ro', mounted!);
        const cases = [8, 9].flatMap((columns) => [
          '--case',
          `softmax/naive:rows=8,columns=${columns};f32`,
        ]);
        const wanted = ['--stack', 'webgpu:dawn/swiftshader', ...cases, '--rounds', '2'];
        await must(ours, 'plan', ...wanted, '--shards', '2', '--out', 'matrix.json');
        await must(ours, 'fleet', 'submit', 'matrix.json', '--slurm', '--', '--exclusive');
        while ((await slurm.ask('squeue', '-h')) !== '') await sleep(500);
        const gathered = await must(ours, 'fleet', 'gather', 'matrix.json');
        expect(gathered).toContain('Gathered 2 shards of 2 nodes: 4 outcomes.');
        expect(gathered).toContain('One machine is nodes ');
        const runs = join(home!, 'stackbench-results/runs');
        const text = readFileSync(join(runs, readdirSync(runs)[0]!), 'utf8');
        expect(text.match(/"status":"ok"/g)).toHaveLength(4);
      } finally {
        await slurm.stop();
        await run('umount', [mounted!], { cwd: '/' });
      }
    },
    300_000,
  );
});
