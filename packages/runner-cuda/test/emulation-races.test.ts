// @module-tag machine
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '@stackbench/model';
import { loadCatalog } from '@stackbench/kernels';
import {
  complaints,
  emulable,
  type EmulableKernel,
  emulate,
  missingCompiler,
} from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

/**
 * Odd sizes that all kernels need more than one block or slice for somewhere. Threads of the system are slow to start
 * and to wait for each other: one problem is enough.
 */
const problems = {
  gemm: ['m=131,n=67,k=37'],
  conv2d: [
    'n=2,c=3,h=9,w=11,k=7,r=3,s=3,stride=2x1,pad=1,dilation=1x2',
    // For what is made for one channel a group.
    'n=2,c=36,h=9,w=11,k=36,r=3,s=3,stride=2x1,pad=1,dilation=1x2,groups=36',
    // For what is made for several.
    'n=1,c=80,h=9,w=11,k=72,r=3,s=3,stride=2x1,pad=1,dilation=1x2,groups=2',
  ],
} as const;
const operations = ['gemm', 'conv2d'] as const;
const { operations: known } = await loadCatalog();

/** The first problem of its operation that a kernel serves. */
function problemOf(name: (typeof operations)[number], { variant, dataType }: EmulableKernel) {
  const { operation, variants } = known.get(name)!;
  const own = variants.find((each) => each.name === variant)!;
  return problems[name].find(
    (text) => !('unsupported' in own.plan(operation.parseProblem(text), dataType)),
  );
}

/** Races are the same in each type. */
const ids = operations.flatMap((operation) =>
  emulable(operation)
    .filter(({ dataType }) => dataType === 'f32' || dataType === 'tf32')
    .map((kernel) => {
      const { variant, dataType } = kernel;
      return `${operation}/${variant}:${problemOf(operation, kernel)};${dataType}`;
    }),
);
let outcomes: Outcome[] = [];

beforeAll(async () => {
  if (missing === null) outcomes = await emulate({ sanitizer: 'thread' }, ids);
}, 1_200_000);

test('no kernel gives the thread sanitizer a reason', () => {
  expect(complaints(outcomes)).toEqual([]);
  expect(outcomes.filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(15);
});
