import { matrixSchema, parseCaseId } from '@stackbench/model';
import { expect, test } from 'vitest';
import { makeMatrix, makePlan } from './make-matrix.ts';

test('each case is in one shard, with all variants of its problem', async () => {
  const { cases, shards, stacks } = await makeMatrix(3);
  expect(shards.flatMap((shard) => shard.cases).toSorted()).toEqual(
    cases.map(({ id }) => id).toSorted(),
  );
  const shardsOf = Map.groupBy(
    shards.flatMap(({ index, cases: own }) => own.map((id) => ({ index, ...parseCaseId(id) }))),
    ({ problem }) => problem,
  );
  for (const members of shardsOf.values()) {
    expect(members.map(({ variant }) => variant)).toEqual(['first', 'second', 'best']);
    expect(new Set(members.map(({ index }) => index)).size).toBe(1);
  }
  expect(stacks.map(({ id }) => id)).toContain('webgpu:fake/one#control');
});

test('the same plan is cut the same way, and only its name and its salt differ', async () => {
  const { matrixId: _, nodeSalt: salt, ...first } = await makeMatrix(3);
  const { matrixId: __, nodeSalt: otherSalt, ...second } = await makeMatrix(3);
  expect(first).toEqual(second);
  expect(salt).not.toBe(otherSalt);
});

test('what is written is what is read', async () => {
  const matrix = await makeMatrix(3);
  expect(matrixSchema.parse(JSON.parse(JSON.stringify(matrix)))).toEqual(matrix);
});

test('more shards than problems are refused', async () => {
  await expect(makeMatrix(6)).rejects.toThrow('There are 5 problems to share out, and 6 shards');
});

test('auto makes one shard of what takes minutes', async () => {
  expect((await makeMatrix('auto')).shards).toHaveLength(1);
});

test('the probe is a case that always runs the same variant', async () => {
  expect((await makeMatrix()).probe).toEqual({
    case: 'gemm/first:m=32,n=32,k=32;f32',
    stack: 'webgpu:fake/one',
  });
});

test('without a stack there is nothing to share out', async () => {
  const plan = { ...makePlan(), stacks: [] };
  await expect(makeMatrix(2, plan)).rejects.toThrow('no stack');
});
