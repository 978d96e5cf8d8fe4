// @module-tag machine
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataType, type Fill, fillTensor } from '@stackbench/model';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPython, venv } from '../support/environments.ts';

const script = join(import.meta.dirname, '../support/dump_fill.py');
/** More than one of the pieces that the worker makes at a time (2^22), and not a multiple. */
const count = 2 ** 22 + 12_345;

const fills: { name: string; fill: Fill; dataType: DataType; dtype: string; stream: number }[] = [
  {
    name: 'integers',
    fill: { kind: 'integers', range: 4, sparsity: 0, seed: 20260101 },
    dataType: 'f32',
    dtype: 'float32',
    stream: 0,
  },
  {
    name: 'sparse integers of the widest range, with the highest seed',
    fill: { kind: 'integers', range: 127, sparsity: 3, seed: 0xffffffff },
    dataType: 'f16',
    dtype: 'float16',
    stream: 1,
  },
  {
    name: 'reals as fine as f32',
    fill: { kind: 'reals', seed: 7 },
    dataType: 'f32',
    dtype: 'float32',
    stream: 1,
  },
  {
    name: 'reals as coarse as bf16',
    fill: { kind: 'reals', seed: 0x80000001 },
    dataType: 'bf16',
    dtype: 'bfloat16',
    stream: 0,
  },
  {
    name: 'reals as coarse as f16',
    fill: { kind: 'reals', seed: 0 },
    dataType: 'f16',
    dtype: 'float16',
    stream: 2,
  },
  {
    name: 'integers far apart',
    fill: { kind: 'integers', range: 1, sparsity: 3, seed: 5, scale: 256 },
    dataType: 'bf16',
    dtype: 'bfloat16',
    stream: 0,
  },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([
  { ...venv, tried: fills },
  { ...systemPython, tried: fills.slice(1, 3) },
])('the worker in $name', ({ python, missing, tried }) => {
  it.for(tried)(
    'fills with $name bit for bit as all workers do',
    async ({ fill, dataType, dtype, stream }, { skip }) => {
      skip(missing !== null, missing ?? '');
      const file = join(folder, `${dtype}-${stream}.bin`);
      const args = [script, dtype, JSON.stringify(fill), String(stream), String(count), file];
      const result = await runTool(python, args, { timeoutMs: 50_000 });
      expect(result).toMatchObject({ ok: true });
      const bytes = await readFile(file);
      const filled = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
      const expected = fillTensor(fill, dataType, stream, count);
      const first = expected.findIndex((value, at) => !Object.is(value + 0, filled[at]! + 0));
      expect(first < 0 ? null : { first, is: filled[first], expected: expected[first] }).toBeNull();
    },
  );
});
