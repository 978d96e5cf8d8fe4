// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { conv2dProblems } from './conv2d-problems.ts';
import { complaints, emulable, type EmulableKernel, missingCompiler } from './support/emulation.ts';
import { sweep, thinned } from './support/sweep.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('conv2d');
let outcomes: Outcome[] = [];

/**
 * A layout is the same code in every data type: one of them meets both. The large tiles by `mma` take long to emulate,
 * and share a source: one of them is tried at every size, in the type whose chunks hold fewest channels, the others at a
 * few. So is f16, which is bf16 with other bits.
 */
const problemsOf = ({ variant, dataType }: EmulableKernel) => {
  const problems = conv2dProblems.filter(
    (problem) => dataType === 'f32' || !problem.endsWith('nchw'),
  );
  if (variant.endsWith('-mma') && dataType === 'tf32') return problems;
  return /-mma\b/.test(variant) || dataType === 'f16' ? thinned(problems, 4) : problems;
};

beforeAll(async () => {
  if (missing === null) outcomes = await sweep('conv2d', kernels, problemsOf);
}, 1_200_000);

test.each(kernels)('conv2d/$variant in $dataType is exact at every size', (kernel) => {
  const { variant, dataType } = kernel;
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`conv2d/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(problemsOf(kernel).length);
});
