// @module-tag machine
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, changedProgram, isExact } from './support/changed-program.ts';
import { mesaWith } from './support/mesa.ts';
import { startClient, type WorkerClient } from './support/worker-client.ts';

const found = mesaWith('subgroups');
const why = found.ok ? '' : ` (skipped: ${found.reason})`;

/** Ragged, and deep enough to be split: a tile, and columns fewer than a subgroup has threads. */
const tile = 'm=67,n=66,k=515';
const narrow = 'm=3,n=5,k=515';

const stored = 'b_next0;';
const part = 'var part = 0u; part < params.parts; part++) { sum';

describe.skipIf(!found.ok)(`a product whose K is split${why}`, () => {
  let worker: WorkerClient;
  beforeAll(async () => {
    if (found.ok) worker = await startClient(found.command);
  });
  afterAll(() => worker.kill());

  test.each<[string, string, Change | null]>([
    ['vectorized-pipelined-64x64', 'is as it is written', null],
    [
      'vectorized-pipelined-64x64',
      'does not wait for its slices',
      [/b_next0;\s+workgroupBarrier\(\);/, stored],
    ],
    ['vectorized-pipelined-64x64', 'stores into the half that is read', ['half = 1 - half;', '']],
    [
      'vectorized-pipelined-64x64',
      'asks for the slice that it has',
      ['next = k0 + BK', 'next = k0'],
    ],
    [
      'vectorized-pipelined-64x64',
      'ends a slice early',
      ['min(begin + params.span, params.k)', 'params.k / BK * BK'],
    ],
    ['vectorized-pipelined-64x64', 'leaves out a part', [part, part.replace('0u', '1u')]],
    ['matrix-vector-workgroup', 'does not wait for sums', ['workgroupBarrier();', '']],
    ['matrix-vector-subgroup', 'is as it is written', null],
    [
      'matrix-vector-subgroup',
      'exchanges with itself',
      [/subgroupShuffleXor\((sum\d), apart\)/, '$1'],
    ],
    [
      'matrix-vector-subgroup',
      'begins each part at 0',
      ['let begin = group.z * params.span', 'let begin = 0u'],
    ],
  ])('by %s, which %s', async (variant, _, change) => {
    const problem = variant.startsWith('matrix-vector') ? narrow : tile;
    const program = await changedProgram(variant, problem, change === null ? [] : [change]);
    expect(program.passes).toHaveLength(2);
    expect(await isExact(worker, problem, program)).toBe(change === null);
  });
});
