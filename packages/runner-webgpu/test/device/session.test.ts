// @module-tag machine
import {
  checksumWeights,
  type Fill,
  fillTensor,
  i32,
  preparedSchema,
  sampledSchema,
  type Scalar,
} from '@stackbench/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnCommand, skipped, software } from '../support/software.ts';
import { copyProgram, gemmProgram, idleProgram, makeProgram } from '../support/programs.ts';
import { startClient, type WorkerClient } from '../support/worker-client.ts';

describe.skipIf(!software.ok)(`a session on dawn.node and SwiftShader${skipped}`, () => {
  let worker: WorkerClient;
  beforeAll(async () => {
    worker = await startClient(dawnCommand());
  });
  afterAll(() => worker.end());

  const fills: Fill[] = [
    { kind: 'integers', range: 3, sparsity: 0, seed: 1 },
    { kind: 'integers', range: 127, sparsity: 5, seed: 0xffff_ffff },
    { kind: 'reals', seed: 42 },
    { kind: 'integers', range: 3, sparsity: 0, seed: 1, scale: 128 },
    { kind: 'reals', seed: 42, scale: 0.25 },
  ];
  const runOnce = { do: 'sample', count: 1, repetitions: 1 } as const;

  test.each([1, 7, 64, 1000, 70_001])('fills %i f32 elements as the model does', async (length) => {
    for (const [tensor, name] of (['a', 'b'] as const).entries()) {
      await worker.must({
        do: 'prepare',
        program: copyProgram(name, length, 'f32'),
        bufferSets: 1,
      });
      for (const fill of fills) {
        await worker.must({ do: 'fill', fill });
        await worker.must(runOnce);
        const bytes = await worker.read({ kind: 'whole' });
        expect(bytes).toEqual(fillTensor(fill, 'f32', tensor, length).buffer);
      }
    }
  });

  test('fills more than one row of workgroups', async () => {
    const length = 65_535 * 64 + 1000;
    const fill = fills[2]!;
    await worker.must({ do: 'prepare', program: copyProgram('b', length, 'f32'), bufferSets: 1 });
    await worker.must({ do: 'fill', fill });
    await worker.must(runOnce);
    const bytes = Buffer.from(await worker.read({ kind: 'whole' }));
    expect(bytes.equals(Buffer.from(fillTensor(fill, 'f32', 1, length).buffer))).toBe(true);
  });

  test.each([1, 8, 77])('fills %i f16 elements as the model does', async (length) => {
    await worker.must({ do: 'prepare', program: copyProgram('b', length, 'f16'), bufferSets: 1 });
    for (const fill of fills) {
      await worker.must({ do: 'fill', fill });
      await worker.must(runOnce);
      const bytes = await worker.read({ kind: 'whole' });
      const expected = Float16Array.from(fillTensor(fill, 'f16', 1, length));
      expect(bytes).toEqual(expected.buffer);
    }
  });

  test('a product of integers is exact on every buffer set', async () => {
    const { program, fill, expected } = gemmProgram(67, 33, 65);
    await worker.must({ do: 'prepare', program, bufferSets: 3 });
    await worker.must({ do: 'fill', fill });
    await worker.must({ do: 'sample', count: 2, repetitions: 3 });
    expect(await worker.read({ kind: 'whole' })).toEqual(expected.buffer);
  });

  test('a fill starts again at set 0, the one that is read', async () => {
    const { program, fill, expected } = gemmProgram(8, 8, 8);
    await worker.must({ do: 'prepare', program, bufferSets: 3 });
    await worker.must({ do: 'fill', fill });
    await worker.must({ do: 'sample', count: 1, repetitions: 2 });
    await worker.must({ do: 'fill', fill });
    expect(new Float32Array(await worker.read({ kind: 'whole' }))).toSatisfy(isAllNaN);
    await worker.must(runOnce);
    expect(await worker.read({ kind: 'whole' })).toEqual(expected.buffer);
  });

  test('scalars come as integers and as floats, in order', async () => {
    const text = `struct Params { first: i32, second: f32, third: i32 }
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;
@compute @workgroup_size(1) fn main() {
  _ = &a; _ = &b;
  c[0] = f32(params.first); c[1] = params.second; c[2] = f32(params.third);
}`;
    const scalars: Scalar[] = [...i32(-7), { type: 'f32', value: 0.1 }, ...i32(9)];
    const program = makeProgram(text, { a: 1, b: 1, c: 3 }, { grid: [1, 1, 1], scalars });
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[0]! });
    await worker.must(runOnce);
    expect([...new Float32Array(await worker.read({ kind: 'whole' }))]).toEqual([
      -7,
      Math.fround(0.1),
      9,
    ]);
  });

  test('each output is read by its name, and nothing else is', async () => {
    const text = `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@compute @workgroup_size(1) fn main() { _ = &a; b[0] = 2; c[0] = 3; }`;
    const program = makeProgram(text, { a: 1, b: 1, c: 1 }, { grid: [1, 1, 1] });
    program.tensors[1]!.role = 'output';
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[0]! });
    const whole = { kind: 'whole' } as const;
    expect(new Float32Array(await worker.read(whole, 'b'))).toSatisfy(isAllNaN);
    await worker.must(runOnce);
    expect([...new Float32Array(await worker.read(whole, 'b'))]).toEqual([2]);
    expect([...new Float32Array(await worker.read(whole, 'c'))]).toEqual([3]);
    const read = { do: 'read', selection: whole, file: '/dev/null' } as const;
    const failure = await worker.mustFail({ ...read, output: 'a' });
    expect(failure).toMatchObject({ status: 'crash', fatal: false });
    expect(failure.message).toContain("no output 'a'");
  });

  test('an output that the kernel leaves alone is NaN', async () => {
    await worker.must({ do: 'prepare', program: idleProgram(100), bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[0]! });
    await worker.must(runOnce);
    expect(new Float32Array(await worker.read({ kind: 'whole' }))).toSatisfy(isAllNaN);
  });

  test('a kernel that reads past an input finds NaN there', async () => {
    const text = `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<u32>;
@compute @workgroup_size(1) fn main() { _ = &b; c[0] = bitcast<u32>(a[3]); }`;
    const program = makeProgram(text, { a: 3, b: 1, c: 1 }, { grid: [1, 1, 1] });
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[0]! });
    await worker.must(runOnce);
    expect(new Float32Array(await worker.read({ kind: 'whole' }))[0]).toBeNaN();
  });

  test('elements and checksums agree with the whole output', async () => {
    const [rows, columns] = [300, 70];
    const program = copyProgram('a', rows * columns, 'f32');
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[1]! });
    await worker.must(runOnce);
    const whole = new Float32Array(await worker.read({ kind: 'whole' }));

    const indices = [0, 20_999, 5, 5, 1234];
    const elements = await worker.read({ kind: 'elements', indices });
    expect(new Float32Array(elements)).toEqual(Float32Array.from(indices, (i) => whole[i]!));

    const seed = 3;
    const overColumns = await worker.read({ kind: 'checksum', length: columns, inner: 1, seed });
    const weights = checksumWeights(seed, columns);
    const expected = Float64Array.from({ length: rows }, (_, row) =>
      weights.reduce((sum, weight, column) => sum + weight * whole[row * columns + column]!, 0),
    );
    expect(new Float64Array(overColumns)).toEqual(expected);
  });

  test('f16 elements come back from both halves of a word', async () => {
    await worker.must({ do: 'prepare', program: copyProgram('a', 9, 'f16'), bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[2]! });
    await worker.must(runOnce);
    const indices = [8, 1, 2];
    const elements = new Float16Array(await worker.read({ kind: 'elements', indices }));
    const whole = fillTensor(fills[2]!, 'f16', 0, 9);
    expect([...elements]).toEqual(indices.map((i) => whole[i]));
  });

  test('more repetitions take more device time, and no more than the host saw', async () => {
    const { program, fill } = gemmProgram(96, 96, 96);
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill });
    const take = async (repetitions: number) => {
      const reply = await worker.must({ do: 'sample', count: 3, repetitions });
      const { samples } = sampledSchema.parse(reply);
      for (const { deviceNs, hostNs } of samples) {
        expect(deviceNs).toBeGreaterThan(0);
        expect(deviceNs).toBeLessThan(hostNs);
      }
      return Math.min(...samples.map(({ deviceNs }) => deviceNs));
    };
    expect(await take(12)).toBeGreaterThan(4 * (await take(1)));
  });

  test('a kernel is compiled once, however many problems it serves', async () => {
    const [nine, ten] = [gemmProgram(9, 9, 9).program, gemmProgram(10, 10, 10).program];
    const first = await worker.must({ do: 'prepare', program: nine, bufferSets: 1 });
    const { buildNs } = preparedSchema.parse(first);
    expect(buildNs).toBeGreaterThan(0);
    const second = await worker.must({ do: 'prepare', program: ten, bufferSets: 1 });
    expect(second).toEqual({ buildNs });
  });

  test('a broken shader is a compile error at the line of its file', async () => {
    const program = makeProgram(
      'const X = 1;\n@compute @workgroup_size(1)\nfn main() { let y = unknown_thing; }',
      { a: 1, b: 1, c: 1 },
      { grid: [1, 1, 1], origins: ['', 'test/kernel.wgsl:11', 'test/kernel.wgsl:12'] },
    );
    const failure = await worker.mustFail({ do: 'prepare', program, bufferSets: 1 });
    expect(failure).toMatchObject({ status: 'compile-error', fatal: false });
    expect(failure.message).toMatch(/^test\/kernel\.wgsl:12: .*unknown_thing.*\n    fn main\(\)/);
    expect(await worker.mustFail(runOnce)).toMatchObject({ message: /prepare/ });
  });

  test('too much workgroup memory is unsupported, with the numbers', async () => {
    const text = `var<workgroup> tile: array<f32, 10000>;
@compute @workgroup_size(64) fn main() { tile[0] = 1; }`;
    const program = makeProgram(text, { a: 1, b: 1, c: 1 }, { grid: [1, 1, 1] });
    const failure = await worker.mustFail({ do: 'prepare', program, bufferSets: 1 });
    expect(failure).toMatchObject({ status: 'unsupported', fatal: false });
    expect(failure.message).toMatch(/40000.*32768/s);
  });

  test('more workgroups than allowed are unsupported, and the next case runs', async () => {
    const program = idleProgram(1);
    program.passes[0]!.grid = [70_000, 1, 1];
    await worker.must({ do: 'prepare', program, bufferSets: 1 });
    await worker.must({ do: 'fill', fill: fills[0]! });
    expect(await worker.mustFail(runOnce)).toMatchObject({
      status: 'unsupported',
      message: expect.stringContaining('65535') as string,
    });
    const { program: next, fill, expected } = gemmProgram(5, 6, 7);
    await worker.must({ do: 'prepare', program: next, bufferSets: 1 });
    await worker.must({ do: 'fill', fill });
    await worker.must(runOnce);
    expect(await worker.read({ kind: 'whole' })).toEqual(expected.buffer);
    await worker.must({ do: 'release' });
  });
});

function isAllNaN(values: Float32Array): boolean {
  return values.length > 0 && values.every((value) => Number.isNaN(value));
}
