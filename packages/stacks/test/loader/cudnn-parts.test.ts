import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAbsentParts, predictCudnnParts } from '../../src/loader/cudnn-parts.ts';
import { compileLibrary, whyNoCompiler } from '../support/compile-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackbench-cudnn-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A library that holds these texts, as a shim holds the names of its parts. */
function naming(...parts: string[]): string {
  return parts.map((part, at) => `const char part${at}[] = "${part}";`).join('\n');
}

describe.skipIf(whyNoCompiler !== null)('predictCudnnParts', () => {
  const system = join(folder, 'system');
  const late = join(folder, 'late');
  const shims = {
    runpath: join(folder, 'runpath/libcudnn.so.9'),
    rpath: join(folder, 'rpath/libcudnn.so.9'),
  };
  beforeAll(() => {
    for (const [kind, shim] of Object.entries(shims)) {
      compileLibrary(shim, { [kind]: '$ORIGIN', source: naming('libcudnn_graph.so') });
      writeFileSync(join(folder, kind, 'libcudnn_graph.so.9'), '');
    }
    for (const place of [system, late]) mkdirSync(place, { recursive: true });
    writeFileSync(join(system, 'libcudnn_graph.so.9'), '');
  });
  const search = { env: {}, cache: [], defaultFolders: [] };

  it('finds parts beside the shim where nothing comes before', () => {
    expect(predictCudnnParts(shims.runpath, '9.10.2', search)).toEqual([
      {
        name: 'cudnn_graph',
        file: join(folder, 'runpath/libcudnn_graph.so.9'),
        reason: { kind: 'runpath', from: shims.runpath },
      },
    ]);
  });

  it('loses them to LD_LIBRARY_PATH where the shim has a RUNPATH, and keeps them with an RPATH', () => {
    const env = { LD_LIBRARY_PATH: system };
    const [lost] = predictCudnnParts(shims.runpath, '9.10.2', { ...search, env });
    const [kept] = predictCudnnParts(shims.rpath, '9.26.0', { ...search, env });
    expect(lost).toMatchObject({ reason: { kind: 'ld-library-path', from: system } });
    expect(kept).toMatchObject({ file: join(folder, 'rpath/libcudnn_graph.so.9') });
  });

  it('loses them even with an RPATH to the longer name in a folder that is searched last', () => {
    const file = join(late, 'libcudnn_graph.so.9.26.0');
    writeFileSync(file, '');
    const [found] = predictCudnnParts(shims.rpath, '9.26.0', { ...search, defaultFolders: [late] });
    expect(found).toMatchObject({ file, reason: { kind: 'default' } });
  });

  it('loses them to the same longer name in the cache', () => {
    const file = join(late, 'libcudnn_graph.so.9.26.0');
    const cache = [{ name: 'libcudnn_graph.so.9.26.0', file }];
    const [found] = predictCudnnParts(shims.rpath, '9.26.0', { ...search, cache });
    expect(found).toMatchObject({ file, reason: { kind: 'cache' } });
  });
});

describe.skipIf(whyNoCompiler !== null)('findAbsentParts', () => {
  it('names what a cuDNN names and does not bring', () => {
    const shim = compileLibrary(join(folder, 'cut/libcudnn.so.9'), {
      source: naming('libcudnn_graph.so', 'libcudnn_ops.so'),
    });
    compileLibrary(join(folder, 'cut/libcudnn_graph.so.9'), {
      source: naming('libcudnn_engines_tensor_ir.so', 'libcudnn_graph.so.9'),
    });
    writeFileSync(join(folder, 'cut/libcudnn_ops.so.9'), '');
    expect(findAbsentParts(shim)).toEqual([
      { part: 'libcudnn_engines_tensor_ir.so', namedBy: 'libcudnn_graph.so.9' },
    ]);
  });

  it('finds nothing where all is there', () => {
    const shim = compileLibrary(join(folder, 'whole/libcudnn.so.9'), {
      source: naming('libcudnn_ops.so'),
    });
    writeFileSync(join(folder, 'whole/libcudnn_ops.so.9'), '');
    expect(findAbsentParts(shim)).toEqual([]);
  });
});
