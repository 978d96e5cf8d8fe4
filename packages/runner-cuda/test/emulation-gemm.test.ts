// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { gemmProblems } from './gemm-problems.ts';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('gemm');
let outcomes: Outcome[] = [];

/**
 * The large tiles of `mma` take long to emulate, and share a source: one of them is tried at every size, in one
 * type, the others at a few. So is `matrix-vector`, which has a build for each alignment.
 */
const problemsOf = ({ variant, dataType }: (typeof kernels)[number]) =>
  !/^(mma|matrix-vector)/.test(variant) || whole.has(`${variant} ${dataType}`)
    ? gemmProblems
    : gemmProblems.filter((_, at) => at % 5 === 4);
const whole: ReadonlySet<string> = new Set(['mma-128x128 bf16', 'matrix-vector f32']);

/** Blocks and threads may run in any order; the problems are dealt out over three of them. */
const orders = ['forward', 'reverse', 'shuffled'] as const;

beforeAll(async () => {
  if (missing !== null) return;
  const runs = orders.map((order, at) => {
    const ids = kernels.flatMap(({ variant, dataType }) =>
      problemsOf({ variant, dataType })
        .filter((_, i) => i % orders.length === at)
        .map((problem) => `gemm/${variant}:${problem};${dataType}`),
    );
    return emulate({ order }, ids);
  });
  outcomes = (await Promise.all(runs)).flat();
}, 1_200_000);

test.each(kernels)('gemm/$variant in $dataType is exact at every size', (kernel) => {
  const { variant, dataType } = kernel;
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`gemm/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(problemsOf(kernel).length);
});
