// @module-tag machine
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '@stackbench/model';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

/**
 * Odd sizes that all kernels need more than one block or slice for somewhere. Threads of the system are slow to start
 * and to wait for each other: one problem is enough.
 */
const problems = {
  gemm: 'm=131,n=67,k=37',
  conv2d: 'n=2,c=3,h=9,w=11,k=7,r=3,s=3,stride=2x1,pad=1,dilation=1x2',
} as const;
const operations = ['gemm', 'conv2d'] as const;
/** Races are the same in each type. */
const ids = operations.flatMap((operation) =>
  emulable(operation)
    .filter(({ dataType }) => dataType === 'f32' || dataType === 'tf32')
    .map(({ variant, dataType }) => `${operation}/${variant}:${problems[operation]};${dataType}`),
);
let outcomes: Outcome[] = [];

beforeAll(async () => {
  if (missing === null) outcomes = await emulate({ sanitizer: 'thread' }, ids);
}, 1_200_000);

test('no kernel gives the thread sanitizer a reason', () => {
  expect(complaints(outcomes)).toEqual([]);
  expect(outcomes.filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(15);
});
