import { join } from 'node:path';
import process from 'node:process';
import { findExecutable } from '@stackbench/stacks';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { find, runTrace } from '../../src/trace/run-trace.ts';

// Frameworks of a few lines stand for those of gigabytes, in a real Python.

const python = findExecutable(['python3'], process.env);

async function trace(source: string) {
  const folder = await temporaryFolder();
  await writeText(join(folder, 'framework.py'), source);
  const env = { PATH: process.env['PATH'], PYTHONPATH: folder };
  return runTrace({ interpreter: python!, env, framework: 'framework' }, {});
}

describe.skipIf(python === null || process.platform !== 'linux')('runTrace', () => {
  it('tells what was imported, whatever it prints, and that it came to its end', async () => {
    const traced = await trace('__version__ = "1.2"\nprint("hello")');
    expect(find(traced.lines, 'import')).toMatchObject({ version: '1.2', error: null });
    expect(traced).toMatchObject({ failure: null, isCutOff: false });
    // Python itself needs libraries, and the loader says why it took them.
    expect(Object.keys(traced.reasons).length).toBeGreaterThan(0);
  });

  it('tells why an import fails', async () => {
    const { failure } = await trace('raise RuntimeError("no CUDA today\\nmore")');
    expect(failure).toEqual({
      step: 'import framework',
      message: 'RuntimeError: no CUDA today',
      isCrash: false,
    });
  });

  it('tells where a process died, and what it said last', async () => {
    const source =
      'import os, sys\nsys.stderr.write("undefined symbol: x\\n")\nsys.stderr.flush()\nos.abort()';
    const { failure } = await trace(source);
    expect(failure).toMatchObject({ step: 'import framework', isCrash: true });
    expect(failure?.message).toMatch(/SIGABRT: undefined symbol: x$/);
  });

  it('tells which library could not be loaded first', async () => {
    const folder = await temporaryFolder();
    await writeText(join(folder, 'framework.py'));
    const env = { PATH: process.env['PATH'], PYTHONPATH: folder };
    const request = { interpreter: python!, env, framework: 'framework', first: ['/no/such.so'] };
    const { failure } = await runTrace(request, {});
    expect(failure).toMatchObject({ step: 'load /no/such.so', isCrash: false });
  });
});
