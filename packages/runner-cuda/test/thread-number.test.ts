// @module-tag machine
import { join } from 'node:path';
import { kernelsRoot } from '@stackbench/programs';
import { runTool } from '@stackbench/workers';
import { beforeEach, expect, test } from 'vitest';
import { findHostCompiler } from '../emulation/host-compiler.ts';
import { runCompiler } from '../src/build/nvcc.ts';
import { temporaryFolder } from '../../workers/test/support/fake-tree.ts';

const compiler = await findHostCompiler(10_000);
beforeEach(({ skip }) =>
  skip('missing' in compiler, 'missing' in compiler ? compiler.missing : ''),
);

test('threads past the last of 2³¹ − 1 elements are outside, though an int cannot count them', async () => {
  if ('missing' in compiler) throw new Error(compiler.missing);
  const folder = await temporaryFolder();
  const includes = [kernelsRoot, join(import.meta.dirname, '../emulation/shim')];
  const flags = ['-std=c++20', '-fsanitize=undefined', '-fno-sanitize-recover=all'];
  const source = join(import.meta.dirname, 'thread-number.cpp');
  await runCompiler(
    compiler.file,
    [...flags, ...includes.map((path) => `-I${path}`), '-o', 'program', source],
    { cwd: folder },
  );
  expect(await runTool(join(folder, 'program'), [], { timeoutMs: 10_000 })).toMatchObject({
    ok: true,
    stdout: '',
  });
});
