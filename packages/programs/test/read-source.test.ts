import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assembleCuda } from '../src/cuda/assemble-cuda.ts';
import { readSource } from '../src/read-source.ts';
import { locateLines } from '../src/wgsl/source-line.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-sources-'));
  await Promise.all(
    Object.entries({
      'main.wgsl': 'first\n  #include "part.wgsl"\nlast',
      'part.wgsl': 'inner\n#include "leaf.wgsl"',
      'leaf.wgsl': 'leaf',
      'kernel.cu': '#include <cuda_fp16.h>\n#include "part.cuh"\nlast',
      'part.cuh': '#include "leaf.cuh"\n#include "leaf.cuh"\ninner',
      'leaf.cuh': 'leaf',
      'loop.wgsl': '#include "back.wgsl"',
      'back.wgsl': '#include "loop.wgsl"',
      'loop.cu': '#include "loop.cu"',
      'broken.wgsl': '#include "nowhere.wgsl"',
    }).map(([name, text]) => writeFile(join(root, name), text)),
  );
});
afterAll(() => rm(root, { recursive: true }));

test('included lines of WGSL stand in the place of the include and keep their own origin', async () => {
  expect(locateLines(await readSource(root, 'main.wgsl'))).toEqual([
    { text: 'first', origin: 'main.wgsl:1' },
    { text: 'inner', origin: 'part.wgsl:1' },
    { text: 'leaf', origin: 'leaf.wgsl:1' },
    { text: 'last', origin: 'main.wgsl:3' },
  ]);
});

test('included lines of CUDA say where they are from, and headers of the toolkit are left to it', async () => {
  const text = await assembleCuda(root, { file: 'kernel.cu', dataType: 'f32', constants: {} });
  expect(text.split('\n')).toEqual([
    '#line 1 "kernel.cu"',
    '#include <cuda_fp16.h>',
    '#line 1 "part.cuh"',
    '#line 1 "leaf.cuh"',
    'leaf',
    '#line 2 "part.cuh"',
    '#line 1 "leaf.cuh"',
    'leaf',
    '#line 3 "part.cuh"',
    'inner',
    '#line 3 "kernel.cu"',
    'last',
  ]);
});

test('a file that is not there is named, with the one that wants it', async () => {
  await expect(readSource(root, 'broken.wgsl')).rejects.toThrow(
    'nowhere.wgsl, included by broken.wgsl, cannot be read',
  );
});

test.each(['loop.wgsl', 'loop.cu'])(
  '%s, which includes itself, is refused instead of read for ever',
  async (file) => {
    await expect(readSource(root, file)).rejects.toThrow(`includes ${file}, itself`);
  },
);
