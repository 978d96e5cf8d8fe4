// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { gemmProblems } from './gemm-problems.ts';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('gemm');
let outcomes: Outcome[] = [];

/** Blocks and threads may run in any order; the problems are dealt out over three of them. */
const orders = ['forward', 'reverse', 'shuffled'] as const;

beforeAll(async () => {
  if (missing !== null) return;
  const runs = orders.map((order, at) => {
    const problems = gemmProblems.filter((_, i) => i % orders.length === at);
    const ids = kernels.flatMap(({ variant, dataType }) =>
      problems.map((problem) => `gemm/${variant}:${problem};${dataType}`),
    );
    return emulate({ order }, ids);
  });
  outcomes = (await Promise.all(runs)).flat();
}, 300_000);

test.each(kernels)('gemm/$variant in $dataType is exact at every size', ({ variant, dataType }) => {
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`gemm/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(gemmProblems.length);
});
