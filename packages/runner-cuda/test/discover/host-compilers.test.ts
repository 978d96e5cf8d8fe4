import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  chooseHostCompiler,
  findHostCompilers,
  locateCompiler,
} from '../../src/discover/host-compilers.ts';
import { temporaryFolder, writeTool } from '../../../workers/test/support/fake-tree.ts';

const options = { timeoutMs: 10_000 };
const gxx = '/usr/bin/g++';
const { stdout: dumped } = await promisify(execFile)(gxx, ['-dumpfullversion', '-dumpversion']);
const realVersion = dumped.trim();

/** A real g++ behind the banner of another distribution. */
const behindBanner = (banner: string) =>
  `case "$*" in *--version*) echo '${banner}';; *) exec ${gxx} "$@";; esac`;

async function choose(env: Record<string, string>, newestGcc: number | null = null) {
  const found = await findHostCompilers(env, options);
  return chooseHostCompiler({ prefix: '/nowhere', newestGcc }, found, options);
}

describe('what a compiler is', () => {
  it.each([
    'g++ (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3)',
    'g++ (GCC) 14.2.1 20250110 (Red Hat 14.2.1-7) (Amazon Linux)',
    'nothing that has a number',
  ])('is asked of itself, and never read from its banner: %s', async (banner) => {
    const bin = await temporaryFolder();
    const file = await writeTool(join(bin, 'g++'), behindBanner(banner));
    expect(await choose({ PATH: bin })).toEqual({ file, family: 'gcc', version: realVersion });
  });

  it('is clang where it defines so, though it answers to g++', async () => {
    const bin = await temporaryFolder();
    // As clang 18 does: it knows no -dumpfullversion, and calls itself gcc 4.2.
    const file = await writeTool(
      join(bin, 'g++'),
      `case "$1" in
        -dumpfullversion) echo "clang: error: unsupported option" >&2; exit 1;;
        *) printf '#define __clang__ 1\\n#define __clang_major__ 18\\n#define __clang_minor__ 1\\n#define __clang_patchlevel__ 3\\n#define __GNUC__ 4\\n';;
      esac`,
    );
    expect(await choose({ PATH: bin }, 12)).toEqual({ file, family: 'clang', version: '18.1.3' });
  });

  it.each([
    ['exit 1', 'it ended with exit code 1'],
    ['echo no number', 'it does not tell its version'],
    ['kill -SEGV $$', 'it was ended by SIGSEGV'],
  ])(
    'cannot be read where it says nothing, which is not the same as none: %s',
    async (script, why) => {
      const bin = await temporaryFolder();
      const file = await writeTool(join(bin, 'g++'), script);
      expect(await choose({ PATH: bin })).toMatchObject({
        reason: `The version of the C++ compiler ${file} cannot be read: ${why}.`,
        fix: expect.stringContaining('NVCC_CCBIN') as string,
      });
    },
  );

  it('passes over one that cannot be read for one that can', async () => {
    const bin = await temporaryFolder();
    await writeTool(join(bin, 'g++'), 'exit 1');
    const file = await writeTool(join(bin, 'g++-12'), `exec ${gxx} "$@"`);
    expect(await choose({ PATH: bin })).toMatchObject({ file });
  });
});

/** A folder on PATH and one beside it, each with a compiler. */
async function twoFolders() {
  const root = await temporaryFolder();
  const [usual, other] = [join(root, 'usual'), join(root, 'other')];
  await mkdir(usual);
  await mkdir(other);
  for (const file of [join(usual, 'g++'), join(usual, 'myg++'), join(other, 'g++')]) {
    await writeTool(file, `exec ${gxx} "$@"`);
  }
  return { root, usual, other, env: { PATH: usual } };
}

describe('NVCC_CCBIN', () => {
  it.each([
    ['a name on PATH', 'myg++', 'usual/myg++'],
    ['a folder', 'ROOT/other', 'other/g++'],
    ['a folder with a slash at its end', 'ROOT/other/', 'other/g++'],
    ['a file', 'ROOT/other/g++', 'other/g++'],
    ['gcc, which has a g++ beside it', 'ROOT/other/gcc', 'other/g++'],
    ['nothing', '', 'usual/g++'],
  ])('may be %s', async (_, named, chosen) => {
    const { root, env } = await twoFolders();
    await writeTool(join(root, 'other/gcc'), 'exit 1');
    const ccbin = named.replace('ROOT', root);
    expect(await choose({ ...env, NVCC_CCBIN: ccbin })).toMatchObject({ file: join(root, chosen) });
  });

  it.each([
    ['/gone/g++', "NVCC_CCBIN names '/gone/g++', where there is no C++ compiler."],
    ['nog++', "NVCC_CCBIN names 'nog++', where"],
    ['ccache g++', "NVCC_CCBIN names 'ccache g++', where"],
    ['~/bin/g++', "NVCC_CCBIN names '~/bin/g++' (its ~ is a character"],
    ['g++ ', "NVCC_CCBIN names 'g++ ' (it ends with a space)"],
  ])('that leads nowhere is said, though there is another compiler: %j', async (named, reason) => {
    const { env } = await twoFolders();
    expect(await choose({ ...env, NVCC_CCBIN: named })).toMatchObject({
      reason: expect.stringContaining(reason) as string,
      fix: expect.stringContaining('unset it') as string,
    });
  });

  it('finds no compiler in an empty folder', async () => {
    const folder = await temporaryFolder();
    expect(locateCompiler(folder, {})).toBeNull();
    await symlink(gxx, join(folder, 'clang++'));
    expect(locateCompiler(folder, {})).toBe(join(folder, 'clang++'));
  });
});
