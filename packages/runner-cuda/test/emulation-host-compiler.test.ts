import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findHostCompiler } from '../emulation/host-compiler.ts';
import { temporaryFolder, writeTool } from '../../workers/test/support/fake-tree.ts';

afterEach(() => vi.unstubAllEnvs());

it.each([
  ['a name on PATH', 'myg++', 'myg++'],
  ['a folder', 'BIN', 'g++'],
  ['a file', 'BIN/myg++', 'myg++'],
  ['gcc, which has a g++ beside it', 'BIN/gcc', 'g++'],
  ['nothing', '', 'g++'],
])('CXX may be %s', async (_, named, chosen) => {
  const bin = await temporaryFolder();
  for (const name of ['g++', 'myg++', 'gcc']) {
    await writeTool(join(bin, name), 'exec /usr/bin/g++ "$@"');
  }
  vi.stubEnv('PATH', bin);
  vi.stubEnv('CXX', named.replace('BIN', bin));
  expect(await findHostCompiler(10_000)).toMatchObject({ file: join(bin, chosen), family: 'gcc' });
});

it.each([
  ['/gone/g++', "CXX names '/gone/g++', where there is no C++ compiler."],
  ['ccache g++', "CXX names 'ccache g++', where there is no C++ compiler."],
])('CXX=%j, which leads nowhere, is said', async (named, missing) => {
  vi.stubEnv('CXX', named);
  expect(await findHostCompiler(10_000)).toEqual({ missing });
});

it('a compiler that does not work is not called absent', async () => {
  const file = await writeTool(join(await temporaryFolder(), 'g++'), 'exit 3');
  vi.stubEnv('CXX', file);
  expect(await findHostCompiler(10_000)).toEqual({
    missing: `The C++ compiler ${file} cannot be used: it ended with exit code 3.`,
  });
});
