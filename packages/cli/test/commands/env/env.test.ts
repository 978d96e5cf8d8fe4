// @module-tag machine
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { readRunFile } from '@stackbench/engine';
import { expect, test } from 'vitest';
import { provideUv } from '../../../../environments/src/managers/tools.ts';
import { makeWheel } from '../../../../environments/test/support/wheel-index.ts';
import { venv } from '../../../../runner-pytorch/test/support/environments.ts';
import { bench, makeBareHome, makeFolder, startBench } from '../../start-bench.ts';

const uv = await provideUv(process.env, undefined);

/** A cache of this test's own, and a setup of a package that lies in a folder. */
async function makeWorld() {
  const root = await makeFolder();
  const wheels = join(root, 'wheels');
  mkdirSync(wheels);
  await makeWheel(wheels, 'torch', '2.8.0');
  const setup = join(root, 'one.txt');
  writeFileSync(setup, `# One\n--no-index\n--find-links ${wheels}\ntorch\n`);
  const env = {
    ...(await makeBareHome(root)),
    PATH: `${dirname(uv.file)}:${process.env['PATH']}`,
    UV_CACHE_DIR: join(root, 'uv'),
  };
  const run = async (...args: string[]) => (await startBench(['env', ...args], env)).ended;
  return { root, setup, run, folder: join(root, 'cache/environments/one') };
}

test('an environment is shown, made, listed and removed', async () => {
  const { setup, run, folder } = await makeWorld();
  const shown = await run('create', setup, '--dry-run');
  expect(shown).toMatchObject({ code: 0, stdout: '' });
  expect(shown.stderr).toMatch(/^one {2}with uv [\d.]+ \(PATH\) · 1 package, \d+ B to download/);
  expect(existsSync(folder)).toBe(false);
  const made = await run('create', setup);
  expect(made).toMatchObject({ code: 0, stdout: 'Measure them:  pnpm bench --setup one\n' });
  expect(made.stderr).toMatch(/✓ one {2}[\d.]+ s\nMade 1 in/);
  expect(await run('create', setup)).toMatchObject({ code: 0, stderr: 'one: is there already\n' });
  const listed = await run('list');
  expect(listed.stdout).toMatch(
    /Environments without a setup here\n {2}✓ one\n.*of its own.*shared · made by uv.* · torch 2\.8\.0/,
  );
  const { environments } = JSON.parse((await run('list', '--json')).stdout) as {
    environments: unknown;
  };
  expect(environments).toMatchObject([
    { name: 'one', state: 'complete', record: { locks: ['pylock.toml'] } },
  ]);
  const asked = await run('remove', 'one');
  expect(asked).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is nobody to answer') as string,
  });
  expect(existsSync(folder)).toBe(true);
  expect(await run('remove', 'one', 'one', '--yes')).toMatchObject({
    code: 0,
    stdout: 'Removed one\n',
  });
  expect(existsSync(folder)).toBe(false);
});

test('what others put there is never removed', async () => {
  const { root, run, folder } = await makeWorld();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'precious'), 'mine');
  const link = join(root, 'cache/environments/link');
  symlinkSync(folder, link);
  for (const name of ['one', 'link']) {
    const { code, stderr } = await run('remove', name, '--yes');
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("not of stackbench's making") as string,
    });
  }
  expect(readFileSync(join(link, 'precious'), 'utf8')).toBe('mine');
});

test.each([
  [
    ['create', 'torch-2.8-cu129'],
    /There is no setup 'torch-2\.8-cu129'\. Did you mean 'torch-2\.8-cu12\d'\?/,
  ],
  [['create'], /env create needs the name of a setup/],
  [['delete', 'x'], /There is no action of env 'delete'/],
  [['list', '--locked'], /env list takes no --locked/],
  [['create', 'torch-2.8-cu128', '--with', 'poetry'], /There is no tool 'poetry'/],
])('env %j is refused with what to do', async (args, message) => {
  const { code, stderr } = await bench('env', ...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/ {2}fix: \S/);
});

test('a run with --setup measures what the setup made, and nothing else', async ({ skip }) => {
  skip(venv.missing !== null, venv.missing ?? '');
  const setup = join(
    import.meta.dirname,
    '../../../../runner-pytorch/scripts/environments/venv-torch.txt',
  );
  const out = join(await makeFolder(), 'run.jsonl');
  const { code, stderr } = await bench(
    '--setup',
    setup,
    '--case',
    'gemm/library:m=64,n=64,k=64;f32',
    '--out',
    out,
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { header } = await readRunFile(out);
  expect(header.stacks).toMatchObject([
    {
      id: 'pytorch:venv/venv-torch',
      facts: {
        setup: 'venv-torch',
        setupDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        lockDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    },
  ]);
}, 180_000);
