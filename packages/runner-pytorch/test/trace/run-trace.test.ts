import { join } from 'node:path';
import process from 'node:process';
import { findExecutable } from '@stackbench/stacks';
import { describe, expect, it } from 'vitest';
import { compileLibrary, whyNoCompiler } from '../../../stacks/test/support/compile-library.ts';
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

/** A framework of these files, ready to be traced. */
async function traceOf(framework: string, files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeText(join(folder, name), text);
  const env = { PATH: process.env['PATH'], PYTHONPATH: folder };
  return { folder, request: { interpreter: python!, env, framework } };
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

// As TensorFlow 2.21, CuPy 14.2 and ONNX Runtime 1.31 are laid out and answer.

describe.skipIf(python === null || process.platform !== 'linux')('another framework', () => {
  it('tells the CUDA that it was built for, each in its own way', async () => {
    const tensorflow = await traceOf('tensorflow', {
      'tensorflow/__init__.py': `
class config: list_physical_devices = staticmethod(lambda kind: [])
class sysconfig: get_build_info = staticmethod(lambda: {"cuda_version": "12.5.1"})
`,
    });
    const cupy = await traceOf('cupy', {
      'cupy/__init__.py': 'from cupy import cuda\n',
      'cupy/cuda/__init__.py': 'from cupy.cuda import runtime\n',
      'cupy/cuda/runtime.py': 'def runtimeGetVersion(): return 12090\n',
    });
    const traces = [tensorflow, cupy].map(({ request }) => runTrace(request, {}));
    const [ofTensorflow, ofCupy] = (await Promise.all(traces)).map(({ lines }) => lines);
    expect(find(ofTensorflow!, 'import')?.cuda).toBe('12.5');
    expect(find(ofCupy!, 'import')?.cuda).toBe('12.9');
    // Whose runtime is part of its own files.
    expect(find(ofCupy!, 'library')).toMatchObject({
      name: 'cudart',
      how: 'static',
      version: '12.9',
    });
  });

  it.skipIf(whyNoCompiler !== null)(
    'tells what ONNX Runtime’s provider does not find by itself',
    async () => {
      const { folder, request } = await traceOf('onnxruntime', {
        'onnxruntime/__init__.py': 'def preload_dlls(): pass\n',
      });
      const library = compileLibrary(join(folder, 'libcublasLt.so.99'), {
        soname: 'libcublasLt.so.99',
      });
      const provider = join(folder, 'onnxruntime/capi/libonnxruntime_providers_cuda.so');
      compileLibrary(provider, {
        source: 'int answer(void); int ask(void) { return answer(); }',
        links: [library],
      });
      const objectionOf = async (env: Record<string, string>) => {
        const { lines } = await runTrace({ ...request, env: { ...request.env, ...env } }, {});
        return find(lines, 'objection')?.error;
      };
      expect(await objectionOf({})).toMatch(/^libcublasLt\.so\.99: cannot open shared object/);
      expect(await objectionOf({ LD_LIBRARY_PATH: folder })).toBeUndefined();
    },
  );
});
