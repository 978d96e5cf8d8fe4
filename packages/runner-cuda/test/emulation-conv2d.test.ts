// @module-tag machine
// @module-tag long
// @module-tag matrix
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { conv2dSweep } from './conv2d-problems.ts';
import { complaints, emulable, missingCompiler } from './support/emulation.ts';
import { planSweep } from './support/plan-sweep.ts';
import { sweep } from './support/sweep.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('conv2d');
const plan = planSweep(kernels, conv2dSweep);
let outcomes: Outcome[] = [];

beforeAll(async () => {
  if (missing === null) outcomes = await sweep('conv2d', plan);
}, 3_600_000);

test.each(kernels)('conv2d/$variant in $dataType is exact at every size', (kernel) => {
  const { variant, dataType } = kernel;
  const own = outcomes.filter(
    ({ case: id }) => id.startsWith(`conv2d/${variant}:`) && id.endsWith(`;${dataType}`),
  );
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(
    plan.filter((swept) => swept.kernel === kernel).length,
  );
});
