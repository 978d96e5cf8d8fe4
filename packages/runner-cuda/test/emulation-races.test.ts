// @module-tag machine
// @module-tag matrix
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '@stackbench/model';
import { loadCatalog } from '@stackbench/kernels';
import { takesAll } from '../../../kernels/test/support/matrix.ts';
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
 * Odd sizes, smallest first. Threads of the system are slow to start and to wait for each other: a kernel is tried at the first
 * that takes it several blocks, or else at the last, which takes all of them several slices; at one in groups only if it serves no
 * other.
 */
const problems = {
  gemm: ['m=17,n=34,k=37', 'm=67,n=34,k=37', 'm=131,n=67,k=37'],
  conv2d: [
    'n=2,c=3,h=5,w=7,k=7,r=3,s=3,stride=2x1,pad=1,dilation=1x2',
    'n=2,c=3,h=9,w=11,k=7,r=3,s=3,stride=2x1,pad=1,dilation=1x2',
    // For what is made for one channel a group.
    'n=2,c=36,h=9,w=11,k=36,r=3,s=3,stride=2x1,pad=1,dilation=1x2,groups=36',
    // For what is made for several.
    'n=1,c=80,h=9,w=11,k=72,r=3,s=3,stride=2x1,pad=1,dilation=1x2,groups=2',
  ],
} as const;
const operations = ['gemm', 'conv2d'] as const;
const { operations: known } = await loadCatalog();

/** What a kernel is tried at, and the sources of its passes. */
function planOf(name: (typeof operations)[number], { variant, dataType }: EmulableKernel) {
  const { operation, variants } = known.get(name)!;
  const own = variants.find((each) => each.name === variant)!;
  const served = problems[name].flatMap((problem) => {
    const plan = own.plan(operation.parseProblem(problem), dataType);
    if ('unsupported' in plan) return [];
    const hasBlocks = plan.passes.every(({ grid }) => grid[0] * grid[1] * grid[2] > 1);
    const sources = plan.passes.map(({ source }) => source).join(' ');
    const id = `${name}/${variant}:${problem};${dataType}`;
    return [{ id, sources, hasBlocks, isPlain: !problem.includes('groups=') }];
  });
  const plain = served.filter(({ isPlain }) => isPlain);
  return (plain.find(({ hasBlocks }) => hasBlocks) ?? plain.at(-1) ?? served[0])!;
}

/**
 * Races are the same in each type, and in each tile of a source: of the variants that share one the last, whose tiles are the
 * smallest, stands for all, but in `pnpm test:matrix`.
 */
const ids = operations.flatMap((operation) =>
  emulable(operation)
    .filter(({ dataType }) => dataType === 'f32' || dataType === 'tf32')
    .map((kernel) => planOf(operation, kernel))
    .filter(
      (one, _, all) => takesAll || all.findLast(({ sources }) => sources === one.sources) === one,
    )
    .map(({ id }) => id),
);
let outcomes: Outcome[] = [];

beforeAll(async () => {
  if (missing === null) outcomes = await emulate({ sanitizer: 'thread' }, ids, false);
}, 1_200_000);

test('no kernel gives the thread sanitizer a reason', () => {
  expect(complaints(outcomes)).toEqual([]);
  expect(outcomes.filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(15);
});
