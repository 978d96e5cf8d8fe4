import { expect, test } from 'vitest';
import { adviseOnRun } from '../src/advice.ts';
import { failedOutcome, makeRun, measuredOutcome } from './make-run.ts';

const id = 'gemm/naive:m=1,n=1,k=1;f32';

test('a steady run on hardware needs no advice', () => {
  expect(adviseOnRun(makeRun([measuredOutcome('webgpu:dawn/gpu', id, 5)]))).toEqual([]);
});

test('software alone and noise are warned about, each with what to do', () => {
  const run = makeRun([measuredOutcome('webgpu:dawn/swiftshader', id, 5, { spread: 0.4 })]);
  const advice = adviseOnRun(run);
  expect(advice.map(({ warning }) => warning)).toEqual([
    expect.stringContaining('measured on the CPU'),
    expect.stringContaining('1 measurement of 1 is noisy'),
  ]);
  for (const { fix } of advice) expect(fix).not.toBe('');
});

test('software beside hardware is not warned about', () => {
  const run = makeRun([
    measuredOutcome('webgpu:dawn/swiftshader', id, 5),
    measuredOutcome('webgpu:dawn/gpu', id, 5),
    failedOutcome('webgpu:deno/gpu', id, 'crash', 'gone'),
  ]);
  expect(adviseOnRun(run)).toEqual([]);
});

test('a control is no measurement of its own, and rounds that are many are not asked for again', () => {
  const rounds = [0, 1, 2, 3, 4, 5, 6];
  const run = makeRun(
    ['webgpu:dawn/gpu', 'webgpu:dawn/gpu#control'].flatMap((stack) =>
      rounds.map((round) => measuredOutcome(stack, id, 5 + (round % 3), { round })),
    ),
  );
  run.header.stacks[1]!.controlOf = 'webgpu:dawn/gpu';
  const [advice] = adviseOnRun(run);
  expect(advice?.warning).toBe('1 measurement of 1 is noisy.');
  expect(advice?.fix).toBe('Close other programs, or add rounds.');
});
