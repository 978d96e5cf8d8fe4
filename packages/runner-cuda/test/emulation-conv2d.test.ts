// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { conv2dProblems } from './conv2d-problems.ts';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const kernels = emulable('conv2d');
const leastProblems = 20;
let outcomes: Outcome[] = [];

// A layout is the same code in every data type: one of them meets both.
const problemsIn = (dataType: string) =>
  conv2dProblems.filter((problem) => dataType === 'f32' || !problem.endsWith('nchw'));

beforeAll(async () => {
  if (missing !== null) return;
  const ids = kernels.flatMap(({ variant, dataType }) =>
    problemsIn(dataType).map((problem) => `conv2d/${variant}:${problem};${dataType}`),
  );
  const middle = ids.length / 2;
  const runs = [
    emulate({ order: 'shuffled' }, ids.slice(0, middle)),
    emulate({ order: 'reverse' }, ids.slice(middle)),
  ];
  outcomes = (await Promise.all(runs)).flat();
}, 300_000);

test.each(kernels)(
  'conv2d/$variant in $dataType is exact at every size',
  ({ variant, dataType }) => {
    const own = outcomes.filter(
      ({ case: id }) => id.startsWith(`conv2d/${variant}:`) && id.endsWith(`;${dataType}`),
    );
    expect(complaints(own)).toEqual([]);
    expect(own.length).toBeGreaterThanOrEqual(leastProblems);
    expect(own.filter(({ status }) => status === 'ok')).toHaveLength(own.length);
  },
);
