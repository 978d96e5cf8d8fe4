// @module-tag machine
import { join } from 'node:path';
import { runTool } from '@stackbench/workers';
import { beforeEach, expect, test } from 'vitest';
import { findHostCompiler } from '../emulation/host-compiler.ts';
import { runCompiler } from '../src/build/nvcc.ts';
import { temporaryFolder } from '../../workers/test/support/fake-tree.ts';

const compiler = await findHostCompiler(10_000);
beforeEach(({ skip }) =>
  skip('missing' in compiler, 'missing' in compiler ? compiler.missing : ''),
);

test.each([
  ['by its own instructions', []],
  ["by the C library's functions", ['-DEMULATION_UCONTEXT']],
])('computations that take turns keep their values: %s', async (_, flags) => {
  if ('missing' in compiler) throw new Error(compiler.missing);
  const folder = await temporaryFolder();
  const sources = ['stack-switch.cpp', '../emulation/stack-switch.cpp'].map((name) =>
    join(import.meta.dirname, name),
  );
  const args = ['-std=c++20', '-O2', '-Wall', '-Wextra', ...flags, '-o', 'program', ...sources];
  await runCompiler(compiler.file, args, { cwd: folder });
  expect(await runTool(join(folder, 'program'), [], { timeoutMs: 10_000 })).toMatchObject({
    ok: true,
    stdout: '',
  });
});
