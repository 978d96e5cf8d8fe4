// @module-tag machine
// @module-tag long
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { gemmProblems } from './gemm-problems.ts';
import { complaints, emulable, type EmulableKernel, missingCompiler } from './support/emulation.ts';
import { sweep, thinned } from './support/sweep.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('gemm');
let outcomes: Outcome[] = [];

/** The large tiles of `mma` have several in each direction, or an edge, at these alone. */
const largeProblems = ['m=131,n=67,k=37', 'm=67,n=132,k=36', 'm=192,n=320,k=48'];

/**
 * The large tiles of `mma` take long to emulate, and share a source: one of them is tried at every size, in one
 * type, the others at a few. So is f16, which is bf16 with other bits.
 */
const problemsOf = ({ variant, dataType }: EmulableKernel) => {
  if (variant === 'mma-128x128' && dataType === 'bf16') return gemmProblems;
  if (variant.startsWith('mma')) return [...thinned(gemmProblems, 5), ...largeProblems];
  return dataType === 'f16' ? thinned(gemmProblems, 5) : gemmProblems;
};

beforeAll(async () => {
  if (missing === null) outcomes = await sweep('gemm', kernels, problemsOf);
}, 1_200_000);

test.each(kernels)('gemm/$variant in $dataType is exact at every size', (kernel) => {
  const { variant, dataType } = kernel;
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`gemm/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(problemsOf(kernel).length);
});
