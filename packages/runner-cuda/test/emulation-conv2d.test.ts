// @module-tag machine
// @module-tag long
import { loadCatalog } from '@stackbench/kernels';
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { conv2dProblems } from './conv2d-problems.ts';
import { complaints, emulable, type EmulableKernel, missingCompiler } from './support/emulation.ts';
import { sweep, thinned } from './support/sweep.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const { operation, variants } = (await loadCatalog()).operations.get('conv2d')!;
const kernels = emulable('conv2d');
let outcomes: Outcome[] = [];

/**
 * Large tiles take long to emulate, and share a source with others: each of these is tried at every size in one type, at a few in
 * others. So is f16, which is bf16 with other bits.
 */
const wholeTiles = new Set(['implicit-gemm-mma tf32', 'implicit-gemm-pipelined-64x64 f32']);

/** A layout is the same code in every data type: one of them meets both. What a variant refuses is not among them. */
const problemsOf = ({ variant: name, dataType }: EmulableKernel) => {
  const variant = variants.find((each) => each.name === name)!;
  const problems = conv2dProblems.filter(
    (problem) =>
      (dataType === 'f32' || !problem.endsWith('nchw')) &&
      !('unsupported' in variant.plan(operation.parseProblem(problem), dataType)),
  );
  if (wholeTiles.has(`${name} ${dataType}`)) return problems;
  return /-(mma|pipelined)\b/.test(name) || dataType === 'f16' ? thinned(problems, 4) : problems;
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
