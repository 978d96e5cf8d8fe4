// @module-tag machine
// @module-tag matrix
import { loadCatalog } from '@stackbench/kernels';
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaints, emulable, missingCompiler } from './support/emulation.ts';
import { planSweep } from './support/plan-sweep.ts';
import { sweep } from './support/sweep.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

/** These have longer lists, and tests, of their own: every constant of a kernel is another build. */
const apart: ReadonlySet<string> = new Set(['gemm', 'conv2d']);
const { operations } = await loadCatalog();
const rest = [...operations.values()].filter(({ operation }) => !apart.has(operation.name));

describe.each(rest)('$operation.name', ({ operation: { name, edgeProblems } }) => {
  const kernels = emulable(name);
  const plan = planSweep(kernels, {
    operation: name,
    problems: edgeProblems,
    sizesOf: (problem) => [problem],
    detailsOf: () => [],
  });
  let outcomes: Outcome[] = [];

  beforeAll(async () => {
    if (missing === null) outcomes = await sweep(name, plan);
  }, 1_200_000);

  test.each(kernels)('$variant in $dataType passes its gates at every edge', (kernel) => {
    const own = outcomes.filter(
      ({ case: id }) =>
        id.startsWith(`${name}/${kernel.variant}:`) && id.endsWith(`;${kernel.dataType}`),
    );
    expect(complaints(own)).toEqual([]);
    expect(own.filter(({ status }) => status === 'ok')).toHaveLength(
      plan.filter((swept) => swept.kernel === kernel).length,
    );
  });
});
