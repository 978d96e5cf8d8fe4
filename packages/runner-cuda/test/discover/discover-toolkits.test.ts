// @module-tag machine
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverToolkits } from '../../src/discover/discover-toolkits.ts';
import { temporaryFolder, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { missingToolkit, realTools } from '../support/toolkits.ts';

const options = { timeoutMs: 10_000 };

/**
 * A machine of its own: a fake root for drivers, a PATH with the tools given, and the first real toolkit
 * in CUDA_HOME. What is faked is hardware and compilers that are not here.
 */
async function machine(tools: Record<string, string> = {}) {
  const root = await temporaryFolder();
  const bin = join(root, 'bin');
  await mkdir(bin);
  for (const tool of ['g++', 'gcc', 'as', 'ld', 'dirname', 'sed', 'tr']) {
    if (!(tool in tools)) await symlink(`/usr/bin/${tool}`, join(bin, tool));
  }
  for (const [name, script] of Object.entries(tools)) await writeTool(join(bin, name), script);
  const [first] = realTools;
  const env = { PATH: bin, HOME: join(root, 'home'), CUDA_HOME: first?.toolkit.prefix };
  const search = { env, systemRoot: root, workingFolder: root };
  return { root, search, find: () => discoverToolkits(search, options) };
}

async function loadDriver(root: string, version: string) {
  await mkdir(join(root, 'sys/module/nvidia'), { recursive: true });
  await writeFile(join(root, 'sys/module/nvidia/version'), `${version}\n`);
}

const smi = (capability: string) => `echo '580.65.06, NVIDIA H200, ${capability}, 143771'`;

it('finds nothing, and quickly, where there is nothing', async () => {
  const root = await temporaryFolder();
  const env = { PATH: join(root, 'bin'), HOME: root };
  const start = performance.now();
  const found = await discoverToolkits({ env, systemRoot: root, workingFolder: root }, options);
  expect(found).toEqual([]);
  expect(performance.now() - start).toBeLessThan(500);
});

it('says that a toolkit is missing where there is a GPU', async () => {
  const { root, search } = await machine({ 'nvidia-smi': smi('9.0') });
  await loadDriver(root, '580.65.06');
  const env = { ...search.env, CUDA_HOME: undefined };
  expect(await discoverToolkits({ ...search, env }, options)).toMatchObject([
    {
      id: 'cuda:no-toolkit',
      problem: {
        reason: 'There is NVIDIA H200, but no CUDA Toolkit with nvcc was found.',
        fix: expect.stringContaining('pnpm bench env create cuda-13.0') as string,
      },
    },
  ]);
});

it('lists a broken compiler and a variable that leads nowhere, with what to do', async () => {
  const root = await temporaryFolder();
  await writeTool(join(root, 'usr/local/cuda-12.1/bin/nvcc'), 'exit 127');
  const env = { PATH: '', HOME: root, CUDA_PATH: '/gone' };
  const found = await discoverToolkits({ env, systemRoot: root, workingFolder: root }, options);
  expect(found.map(({ id, tools }) => ({ id, tools }))).toEqual(
    [
      { id: 'cuda:broken@~/usr/local/cuda-12.1/bin/nvcc', tools: null },
      { id: 'cuda:missing@/gone', tools: null },
    ].map((each) => ({ ...each, id: each.id.replace('~', root) })),
  );
  for (const { problem } of found)
    expect(problem).toMatchObject({ fix: expect.any(String) as string });
});

it.each([
  ['/opt/cuda ', "'/opt/cuda ' (it ends with a space)"],
  ['~/cuda', "'~/cuda' (its ~ is a character, which a shell leaves alone in quotes)"],
  ['"/opt/cuda"', `'"/opt/cuda"' (its quotes are part of it)`],
  ['/opt/cuda', "'/opt/cuda', where"],
])('shows what nobody sees in CUDA_HOME=%j', async (folder, shown) => {
  const root = await temporaryFolder();
  const env = { PATH: '', HOME: root, CUDA_HOME: folder };
  const [found] = await discoverToolkits({ env, systemRoot: root, workingFolder: root }, options);
  expect(found?.problem?.reason).toContain(`CUDA_HOME names ${shown}`);
  expect(found?.id).toBe(`cuda:missing@${folder.trim()}`);
});

describe('a real toolkit', () => {
  it('cannot run without a driver, but can build', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const [found] = await (await machine()).find();
    expect(found).toMatchObject({
      id: expect.stringMatching(/^cuda:\d+\.\d+@/) as string,
      tools: { hostCompiler: { file: expect.stringMatching(/g\+\+$/) as string } },
      problem: { reason: 'No NVIDIA driver is loaded.' },
    });
  });

  it('can run with a GPU that it knows', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { root, find } = await machine({ 'nvidia-smi': smi('9.0') });
    await loadDriver(root, '580.65.06');
    const [found] = await find();
    expect(found).toMatchObject({
      problem: null,
      architecture: 'sm_90a',
      facts: { gpu: 'NVIDIA H200', computeCapability: '9.0', driverVersion: '580.65.06' },
    });
  });

  it('says so when it has dropped the GPU', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const [found] = await (await machine({ 'nvidia-smi': smi('3.5') })).find();
    expect(found?.problem).toMatchObject({
      reason: expect.stringMatching(/does not compile for NVIDIA H200 \(sm_35\)/) as string,
      fix: expect.stringMatching(/older toolkit/) as string,
    });
  });

  it('leaves a GPU that is newer than it to the driver, as PTX', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { root, find } = await machine({ 'nvidia-smi': smi('99.0') });
    await loadDriver(root, '580.65.06');
    const [found] = await find();
    expect(found).toMatchObject({
      problem: null,
      architecture: expect.stringMatching(/^compute_\d+$/) as string,
    });
  });

  it('says so when the driver is below its floor', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { root, find } = await machine({ 'nvidia-smi': smi('9.0') });
    await loadDriver(root, '470.82.01');
    const [found] = await find();
    expect(found?.problem).toMatchObject({
      reason: expect.stringMatching(/^The driver 470\.82\.01 is too old: .* need \d+/) as string,
      fix: expect.stringContaining('Update the driver') as string,
    });
  });

  it('says so when variables hide the GPU', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { search } = await machine({ 'nvidia-smi': smi('9.0') });
    const env = { ...search.env, CUDA_VISIBLE_DEVICES: '' };
    const [found] = await discoverToolkits({ ...search, env }, options);
    expect(found?.problem?.reason).toContain("CUDA_VISIBLE_DEVICES is ''");
  });

  it('takes an accepted compiler when the usual one is too new', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const tools = {
      'g++': 'echo 99.1.0',
      'g++-98': 'echo 98.1.0',
      'g++-12': 'echo 12.3.0',
    };
    const [found] = await (await machine(tools)).find();
    expect(found?.tools?.hostCompiler).toMatchObject({
      file: expect.stringMatching(/g\+\+-12$/) as string,
      version: '12.3.0',
    });
  });

  it('says so when every compiler is too new, or there is none', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const [tooNew] = await (await machine({ 'g++': 'echo 99.1.0' })).find();
    expect(tooNew).toMatchObject({
      tools: null,
      problem: { reason: expect.stringMatching(/^gcc 99\.1\.0 is too new/) as string },
    });
    const none = await machine();
    await rm(join(none.root, 'bin/g++'));
    expect((await none.find())[0]?.problem?.reason).toContain('no C++ compiler');
  });

  it('says which package is missing when the runtime is', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { root, search } = await machine();
    const [{ toolkit }] = realTools as [(typeof realTools)[number]];
    const prefix = join(root, 'site-packages/nvidia/cu13');
    await mkdir(join(prefix, 'bin'), { recursive: true });
    // Links to its programs make a toolkit of their own, here one without headers and libraries.
    for (const name of await readdir(join(toolkit.prefix, 'bin'))) {
      await symlink(join(toolkit.prefix, 'bin', name), join(prefix, 'bin', name));
    }
    const env = { ...search.env, CUDA_HOME: prefix };
    const [found] = await discoverToolkits({ ...search, env }, options);
    expect(found).toMatchObject({
      id: expect.stringContaining(prefix) as string,
      tools: null,
      problem: {
        reason: expect.stringMatching(/lacks the headers .* and the static runtime/) as string,
        fix: expect.stringContaining('nvidia-cuda-runtime') as string,
      },
    });
  });

  it('is found behind a link to ccache, which is started by the name of the link', async ({
    skip,
  }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { root, search } = await machine();
    const [{ toolkit }] = realTools as [(typeof realTools)[number]];
    // As ccache does: what it is to be is the name that it was started by.
    const ccache = await writeTool(
      join(root, 'opt/ccache'),
      `case "$0" in */nvcc) exec ${toolkit.nvcc} "$@";; *) echo 'ccache version 4.8'; exit 1;; esac`,
    );
    await symlink(ccache, join(root, 'bin/nvcc'));
    const env = { ...search.env, CUDA_HOME: undefined };
    const found = await discoverToolkits({ ...search, env }, options);
    expect(found.map(({ tools, facts }) => [tools?.toolkit.prefix, facts['foundBy']])).toEqual([
      [toolkit.prefix, 'PATH'],
    ]);
  });

  it('is found behind a lone link to its compiler', async ({ skip }) => {
    skip(missingToolkit !== null, missingToolkit ?? '');
    const { root, search } = await machine();
    const [{ toolkit }] = realTools as [(typeof realTools)[number]];
    await symlink(toolkit.nvcc, join(root, 'bin/nvcc'));
    const env = { ...search.env, CUDA_HOME: undefined };
    const found = await discoverToolkits({ ...search, env }, options);
    expect(found.map(({ tools, facts }) => [tools?.toolkit.prefix, facts['foundBy']])).toEqual([
      [toolkit.prefix, 'PATH'],
    ]);
  });
});

it('tells two toolkits apart', async ({ skip }) => {
  skip(realTools.length < 2, missingToolkit ?? 'only one CUDA Toolkit on this machine');
  const { search } = await machine();
  const [older, newer] = realTools as [(typeof realTools)[number], (typeof realTools)[number]];
  const env = { ...search.env, CUDA_HOME: older.toolkit.prefix, CUDA_PATH: newer.toolkit.prefix };
  const found = await discoverToolkits({ ...search, env }, options);
  expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  expect(found.map(({ facts }) => facts['nvccVersion'])).toEqual([
    older.toolkit.nvccVersion,
    newer.toolkit.nvccVersion,
  ]);
});
