import type { CaseRecord, Outcome, Run } from '@stackbench/model';
import { expect, test } from 'vitest';
import { findBandwidths } from '../../src/analysis/bandwidth.ts';
import { rank } from '../../src/analysis/ranking.ts';
import { summarizeRun } from '../../src/analysis/summary.ts';
import { makeRun, measuredOutcome } from '../make-run.ts';

const gpu = 'webgpu:dawn/h100';
const other = 'webgpu:deno/h100';
const cpu = 'webgpu:dawn/swiftshader';
const small = 'copy/vectorized:n=1000;f32';
const large = 'copy/vectorized:n=100000;f32';
const library = 'copy/library:n=100000;f16';
const softmax = 'softmax/shared:rows=8,columns=8;f32';
const gemm = 'gemm/library:m=4,n=4,k=4;f32';

const counted: Readonly<Record<string, Partial<CaseRecord>>> = {
  [small]: { work: 'bytes', flops: 0, bytes: 1e6 },
  [large]: { work: 'bytes', flops: 0, bytes: 1e9 },
  [library]: { work: 'bytes', flops: 0, bytes: 1e9 },
  [softmax]: { work: 'bytes', flops: 1e6, bytes: 1e9 },
  // A tenth of an operation a byte.
  [gemm]: { work: 'flops', flops: 1e8, bytes: 1e9 },
};

/** An outcome that moves its bytes at so many GB/s. */
const at = (stack: string, id: string, gigabytes: number): Outcome =>
  measuredOutcome(stack, id, (1e9 / counted[id]!.bytes!) * gigabytes);

function bandwidthsOf(outcomes: readonly Outcome[], name?: string) {
  const run = makeRun(outcomes);
  const cases = run.header.cases.map((each) => ({ ...each, ...counted[each.id] }));
  const stacks = run.header.stacks.map((stack) =>
    name === undefined ? stack : { ...stack, facts: { gpu: name } },
  );
  const known: Run = { ...run, header: { ...run.header, cases, stacks } };
  return findBandwidths(rank(known, summarizeRun(known)));
}

test('a bandwidth is that of the largest copy of a stack, by its fastest variant', () => {
  const [found, ...others] = bandwidthsOf([
    at(gpu, small, 900),
    at(gpu, large, 100),
    at(gpu, library, 200),
    at(other, large, 300),
  ]);
  expect(others).toEqual([]);
  expect(found!.copies.map(({ stack, case: { id } }) => [stack.id, id])).toEqual([
    [other, large],
    [gpu, library],
  ]);
});

test('software and hardware have their own', () => {
  const found = bandwidthsOf([at(gpu, large, 900), at(cpu, large, 9)]);
  expect(found.map(({ of, copies }) => [of.software, copies.length])).toEqual([
    [false, 1],
    [true, 1],
  ]);
});

test('it comes of copies alone, never of what is held against it', () => {
  const [found] = bandwidthsOf([at(gpu, softmax, 900)]);
  expect(found?.copies).toEqual([]);
  expect(found?.bound).toEqual([{ operation: 'softmax', dataType: 'f32', stacks: [] }]);
});

test('what is counted in bytes is held against the copy of its own stack', () => {
  const [found] = bandwidthsOf([
    at(gpu, large, 100),
    at(other, large, 300),
    at(gpu, softmax, 80),
    at(other, softmax, 150),
  ]);
  const [bound] = found!.bound;
  expect(bound).toMatchObject({ operation: 'softmax', dataType: 'f32' });
  expect(bound!.stacks.map(({ id, problems }) => [id, problems])).toEqual([
    [gpu, 1],
    [other, 1],
  ]);
  expect(bound!.stacks.map(({ share }) => share)).toEqual([
    expect.closeTo(0.8),
    expect.closeTo(0.5),
  ]);
});

test('with a datasheet the ridge says what else memory bounds', () => {
  const outcomes = [at(gpu, large, 3000), at(gpu, gemm, 1500)];
  const [unknown] = bandwidthsOf(outcomes);
  expect([unknown!.ridges, unknown!.bound]).toEqual([[], []]);
  const [found] = bandwidthsOf(outcomes, 'NVIDIA H100 80GB HBM3');
  // 66.9 TFLOP/s ÷ 3 TB/s
  expect(found!.ridges).toEqual([
    { dataType: 'f32', flopsPerByte: expect.closeTo(22.3) as number },
  ]);
  expect(found!.bound[0]?.stacks).toEqual([
    { id: gpu, share: expect.closeTo(0.5) as number, problems: 1 },
  ]);
});

test('where memory bounds nothing and no copy was measured there is none', () => {
  expect(bandwidthsOf([at(gpu, gemm, 10)])).toEqual([]);
});
