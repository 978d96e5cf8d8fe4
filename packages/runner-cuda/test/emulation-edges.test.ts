// @module-tag machine
import { loadCatalog } from '@stackbench/kernels';
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

/** These have longer lists, and tests, of their own: every constant of a kernel is another build. */
const apart: ReadonlySet<string> = new Set(['gemm', 'conv2d']);
const { operations } = await loadCatalog();
const rest = [...operations.values()].filter(({ operation }) => !apart.has(operation.name));

const orders = ['forward', 'reverse', 'shuffled'] as const;

describe.each(rest)('$operation.name', ({ operation: { name, edgeProblems } }) => {
  const kernels = emulable(name);
  let outcomes: Outcome[] = [];

  beforeAll(async () => {
    if (missing !== null) return;
    const runs = orders.map((order, at) => {
      const problems = edgeProblems.filter((_, i) => i % orders.length === at);
      const ids = kernels.flatMap(({ variant, dataType }) =>
        problems.map((problem) => `${name}/${variant}:${problem};${dataType}`),
      );
      return emulate({ order }, ids);
    });
    outcomes = (await Promise.all(runs)).flat();
  }, 1_200_000);

  test.each(kernels)('$variant in $dataType passes its gates at every edge', (kernel) => {
    const own = outcomes.filter(
      ({ case: id }) =>
        id.startsWith(`${name}/${kernel.variant}:`) && id.endsWith(`;${kernel.dataType}`),
    );
    expect(complaints(own)).toEqual([]);
    expect(own.filter(({ status }) => status === 'ok')).toHaveLength(edgeProblems.length);
  });
});
