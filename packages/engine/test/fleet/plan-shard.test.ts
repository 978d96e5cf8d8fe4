import { expect, test } from 'vitest';
import {
  checkPlanner,
  executeRun,
  measureProbe,
  planShard,
  type RunPlan,
} from '../../src/index.ts';
import { catalog, makeMatrix, makePlan, stacks } from './make-matrix.ts';

/** One round of a plan, as far as it can be compared with another. */
async function runOnce(plan: RunPlan): Promise<string[]> {
  const outcomes = await executeRun({ ...plan, rounds: 1 });
  return outcomes.map(({ case: id, stack, status }) => [id, stack, status].join(' '));
}

test('shards together do what one run does, each case, stack and round once', async () => {
  const matrix = await makeMatrix(3);
  const sharded: string[] = [];
  for (const shard of matrix.shards) {
    const { plan, absent } = await planShard(matrix, shard, catalog, stacks);
    expect(absent).toEqual([]);
    sharded.push(...(await runOnce(plan)));
  }
  expect(sharded.toSorted()).toEqual((await runOnce(makePlan())).toSorted());
});

test('a stack that a node lacks is started for nothing, and each of its outcomes says why', async () => {
  const matrix = await makeMatrix(5);
  const { plan, absent } = await planShard(matrix, matrix.shards[0]!, catalog, stacks.slice(0, 1));
  expect(absent.map(({ id }) => id)).toEqual(['webgpu:fake/two']);
  const outcomes = await executeRun({ ...plan, rounds: 1 });
  expect(outcomes).toHaveLength(9);
  for (const outcome of outcomes.filter(({ stack }) => stack === 'webgpu:fake/two')) {
    expect(outcome).toMatchObject({
      status: 'unsupported',
      reason: expect.stringContaining('is not on this node as it was planned: it was not found'),
    });
  }
});

test('a stack that a node has otherwise than planned is named with what differs, and not measured', async () => {
  const matrix = await makeMatrix(5);
  const [one, two] = stacks;
  const changed = { ...two!, stack: { ...two!.stack, facts: { torchVersion: '2.9.0' } } };
  const { plan, absent } = await planShard(matrix, matrix.shards[0]!, catalog, [one!, changed]);
  expect(absent[0]?.reason).toContain('torch was absent and is 2.9.0');
  expect(plan.stacks.map(({ stack }) => stack.available)).toEqual([true, false, true]);
});

test('where a file lies, and which of equal GPUs it is, may differ between nodes', async () => {
  const matrix = await makeMatrix(5);
  const moved = stacks.map(({ stack, driver }) => ({
    stack: { ...stack, facts: { ...stack.facts, gpuUuid: 'GPU-2', cudnnFile: '/elsewhere' } },
    driver,
  }));
  const { absent } = await planShard(matrix, matrix.shards[0]!, catalog, moved);
  expect(absent).toEqual([]);
});

test('another stackbench than the planner is refused', async () => {
  const matrix = await makeMatrix();
  const now = { commit: 'f'.repeat(40), dirty: true, version: '0.2.0' };
  expect(() => checkPlanner(matrix, now)).toThrow(
    'planned with stackbench 0.1.0, and this is 0.2.0 at ffffffffffff with changes',
  );
});

test('the probe is measured once a launch, and not where its stack is missing', async () => {
  const matrix = await makeMatrix(5);
  const { signal } = new AbortController();
  const [shard] = matrix.shards;
  const whole = (await planShard(matrix, shard!, catalog, stacks)).plan;
  expect(await measureProbe(matrix, catalog, whole, signal)).toHaveLength(3);
  const lacking = (await planShard(matrix, shard!, catalog, stacks.slice(1))).plan;
  expect(await measureProbe(matrix, catalog, lacking, signal)).toEqual([]);
});
