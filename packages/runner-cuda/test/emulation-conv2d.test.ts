// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { conv2dProblems } from './conv2d-problems.ts';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('conv2d');
let outcomes: Outcome[] = [];

type Kernel = (typeof kernels)[number];

/**
 * A layout is the same code in every data type: one of them meets both. The large tiles by `mma` take long to emulate,
 * and share a source: one of them is tried at every size, in the type whose chunks hold fewest channels.
 */
const problemsOf = ({ variant, dataType }: Kernel) => {
  const problems = conv2dProblems.filter(
    (problem) => dataType === 'f32' || !problem.endsWith('nchw'),
  );
  const isWhole = !/-mma\b/.test(variant) || (variant.endsWith('-mma') && dataType === 'tf32');
  return isWhole ? problems : problems.filter((_, at) => at % 5 === 4);
};

beforeAll(async () => {
  if (missing !== null) return;
  const ids = kernels.flatMap(({ variant, dataType }) =>
    problemsOf({ variant, dataType }).map((problem) => `conv2d/${variant}:${problem};${dataType}`),
  );
  const middle = ids.length / 2;
  const runs = [
    emulate({ order: 'shuffled' }, ids.slice(0, middle)),
    emulate({ order: 'reverse' }, ids.slice(middle)),
  ];
  outcomes = (await Promise.all(runs)).flat();
}, 1_200_000);

test.each(kernels)('conv2d/$variant in $dataType is exact at every size', (kernel) => {
  const { variant, dataType } = kernel;
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`conv2d/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(problemsOf(kernel).length);
});
