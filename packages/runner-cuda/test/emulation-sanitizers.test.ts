// @module-tag machine
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '@stackbench/model';
import { complaints, emulable, emulate, missingCompiler } from './support/emulation.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

/** Odd sizes that all kernels need more than one block or slice for somewhere. */
const problems: Readonly<Record<string, readonly string[]>> = {
  gemm: ['m=131,n=67,k=37', 'm=67,n=132,k=36'],
  conv2d: [
    'n=2,c=3,h=9,w=11,k=7,r=3,s=3,stride=2x1,pad=1,dilation=1x2',
    'n=1,c=8,h=7,w=9,k=36,r=3,s=3,pad=1,groups=2',
  ],
};
const operations = ['gemm', 'conv2d'] as const;
const kernels = operations.flatMap((operation) =>
  emulable(operation).map((kernel) => ({ operation, ...kernel })),
);
/** Bounds and races are the same in each type, but that vectors of f32 are the widest. */
const watched = kernels.filter(({ dataType }) => dataType === 'f32' || dataType === 'tf32');
const found: Record<'address' | 'thread', Outcome[]> = { address: [], thread: [] };

const idsOf = (count: number) =>
  watched.flatMap(({ operation, variant, dataType }) =>
    problems[operation]!.slice(0, count).map(
      (problem) => `${operation}/${variant}:${problem};${dataType}`,
    ),
  );

beforeAll(async () => {
  if (missing !== null) return;
  // Threads of the system are slow to start and to wait for each other: one problem is enough.
  const runs = [
    emulate({ sanitizer: 'address', order: 'shuffled' }, idsOf(2)),
    emulate({ sanitizer: 'thread' }, idsOf(1)),
  ];
  const [address, thread] = await Promise.all(runs);
  found.address = address!;
  found.thread = thread!;
}, 1_200_000);

test.each(['address', 'thread'] as const)('no kernel gives the %s sanitizer a reason', (name) => {
  expect(complaints(found[name])).toEqual([]);
  expect(found[name].filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(15);
});
