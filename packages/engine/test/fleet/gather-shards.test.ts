import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Matrix, shardFile } from '@stackbench/model';
import { expect, onTestFinished, test } from 'vitest';
import { gatherShards, type Gathering, isFinished, readRunFile } from '../../src/index.ts';
import { makeMatrix } from './make-matrix.ts';
import { makeShard, type MadeShard } from './make-shards.ts';

interface Made {
  folder: string;
  path: string;
  gather: () => Promise<Gathering>;
}

/** The shards of a matrix, each as told; one that is null is not there. */
async function makeFleet(
  matrix: Matrix,
  shards: readonly (MadeShard | null)[] = matrix.shards.map(() => ({})),
): Promise<Made> {
  const root = await mkdtemp(join(tmpdir(), 'stackbench-gather-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'shards');
  const path = join(root, 'runs', 'gathered.jsonl');
  for (const [index, shard] of shards.entries()) {
    if (shard !== null) await makeShard(matrix, index, folder, shard);
  }
  return {
    folder,
    path,
    gather: async () => {
      const gathering = await gatherShards(matrix, folder, path, new AbortController().signal);
      return gathering!;
    },
  };
}

test('four shards become one run, with each case, stack and round once', async () => {
  const matrix = await makeMatrix(4);
  const { path, gather } = await makeFleet(
    matrix,
    ['a', 'b', 'a', 'c'].map((node) => ({ node })),
  );
  const { missing, nodes, outcomes } = await gather();
  expect(missing).toEqual([]);
  expect(nodes.map(({ shards }) => shards)).toEqual([[0, 2], [1], [3]]);
  const run = await readRunFile(path);
  expect(run.header).toMatchObject({ runId: matrix.matrixId, rounds: 3 });
  expect(isFinished(run)).toBe(true);
  const all = matrix.cases.length * matrix.stacks.length * matrix.rounds;
  expect(outcomes).toBe(all);
  expect(new Set(run.outcomes.map((each) => `${each.case} ${each.stack} ${each.round}`)).size).toBe(
    all,
  );
  expect(new Set(run.header.cases.map(({ id }) => id))).toEqual(
    new Set(matrix.cases.map(({ id }) => id)),
  );
  expect(run.footer).toMatchObject({ counts: { skipped: all }, nodes });
});

test('the outcomes of a case stand together, in the order of the shards', async () => {
  const matrix = await makeMatrix(3);
  const { path, gather } = await makeFleet(matrix);
  await gather();
  const { header, outcomes } = await readRunFile(path);
  const order = outcomes.map((outcome) =>
    matrix.shards.findIndex(({ cases }) => cases.includes(outcome.case)),
  );
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(header.gathered?.caseCounts).toEqual(matrix.shards.map(({ cases }) => cases.length));
});

test('a line goes on as it is written, without a field that nobody knows', async () => {
  const matrix = await makeMatrix(1);
  const { folder, path, gather } = await makeFleet(matrix);
  const shard = join(folder, shardFile(matrix.matrixId, 0));
  const [header, odd, ...rest] = (await readFile(shard, 'utf8')).split('\n');
  const written = `${odd!.slice(0, -1)}, "unknown": 1}`;
  await writeFile(shard, [header, written, ...rest].join('\n'));
  await gather();
  const [, first, ...others] = (await readFile(path, 'utf8')).split('\n');
  expect(JSON.parse(first!)).toEqual(JSON.parse(odd!));
  expect(others.slice(0, -2)).toEqual(rest.slice(0, -2));
});

test('a shard that is missing, or was cut off, is named, and nothing is written', async () => {
  const matrix = await makeMatrix(4);
  const { path, gather } = await makeFleet(matrix, [{}, null, { cutAfter: 5 }, {}]);
  const { missing } = await gather();
  const all = matrix.shards[2]!.cases.length * matrix.stacks.length * matrix.rounds;
  expect(missing).toEqual([
    { index: 1, reason: 'it has no file', isForeign: false },
    { index: 2, reason: `it is not complete: 5 of ${all} outcomes`, isForeign: false },
  ]);
  expect(await readdir(join(path, '..'))).toEqual([]);
});

test('two matrices lie in one folder, and each gathers its own', async () => {
  const [one, other] = [await makeMatrix(2), await makeMatrix(2)];
  const { folder, path, gather } = await makeFleet(one);
  await makeShard(other, 0, folder);
  await makeShard(other, 1, folder);
  expect((await gather()).missing).toEqual([]);
  expect((await readRunFile(path)).header.runId).toBe(one.matrixId);
  await gatherShards(other, folder, path, new AbortController().signal);
  expect((await readRunFile(path)).header.runId).toBe(other.matrixId);
});

test('a shard of another matrix, or another shard, in its place is told', async () => {
  const [matrix, other] = [await makeMatrix(3), await makeMatrix(3)];
  const { folder, gather } = await makeFleet(matrix, [{}, null, null]);
  await makeShard(other, 1, folder, { file: join(folder, matrix.matrixId, '1.jsonl') });
  await copyFile(
    join(folder, matrix.matrixId, '0.jsonl'),
    join(folder, matrix.matrixId, '2.jsonl'),
  );
  expect((await gather()).missing).toEqual([
    { index: 1, reason: `it belongs to another matrix, ${other.matrixId}`, isForeign: true },
    { index: 2, reason: 'it is shard 0', isForeign: true },
  ]);
});

test('shards that were measured before the matrix was edited are none of it', async () => {
  const matrix = await makeMatrix(2);
  const { folder, path } = await makeFleet(matrix);
  const [first, ...others] = matrix.cases;
  const edited = { ...matrix, cases: [{ ...first!, flops: 2 * first!.flops }, ...others] };
  const { signal } = new AbortController();
  const { missing } = (await gatherShards(edited, folder, path, signal))!;
  const index = matrix.shards.findIndex(({ cases }) => cases.includes(first!.id));
  const reason = 'its stacks, cases, rounds or tunables are not those of the matrix';
  expect(missing).toEqual([{ index, reason, isForeign: true }]);
});

test('what was stopped leaves nothing behind, and what was there before', async () => {
  const matrix = await makeMatrix(2);
  const { folder, path, gather } = await makeFleet(matrix);
  await gather();
  const before = await readFile(path);
  const stop = new AbortController();
  const stopped = gatherShards(matrix, folder, path, stop.signal);
  stop.abort();
  expect(await stopped).toBe(null);
  expect(await readdir(join(path, '..'))).toEqual(['gathered.jsonl']);
  expect(await readFile(path)).toEqual(before);
});

test('two at once write the same run', async () => {
  const matrix = await makeMatrix(3);
  const { path, gather } = await makeFleet(matrix);
  await gather();
  const alone = await readFile(path);
  await Promise.all([gather(), gather()]);
  expect(await readFile(path)).toEqual(alone);
  expect(await readdir(join(path, '..'))).toEqual(['gathered.jsonl']);
});

test('a shard that lies there twice counts once, and the other is named as a stranger is', async () => {
  const matrix = await makeMatrix(2);
  const { folder, path, gather } = await makeFleet(matrix);
  const own = join(folder, matrix.matrixId);
  await copyFile(join(own, '1.jsonl'), join(own, '1 (copy).jsonl'));
  await writeFile(join(own, '7.jsonl'), 'no run file\n');
  await writeFile(join(own, '0.log'), 'what a job printed\n');
  const { strangers, missing } = await gather();
  expect(missing).toEqual([]);
  expect(strangers.toSorted()).toEqual(['1 (copy).jsonl', '7.jsonl']);
  expect(isFinished(await readRunFile(path))).toBe(true);
});

test('what is no run file in the place of a shard is told with its path', async () => {
  const matrix = await makeMatrix(2);
  const { folder, gather } = await makeFleet(matrix, [{}, null]);
  await writeFile(join(folder, matrix.matrixId, '1.jsonl'), 'hello\n');
  const { missing } = await gather();
  expect(missing).toMatchObject([{ index: 1, reason: expect.stringContaining('1.jsonl, line 1') }]);
});

test('a node that is slower than the others is marked in the run', async () => {
  const matrix = await makeMatrix(4);
  const times = [1e6, 1.01e6, 0.99e6];
  const { path, gather } = await makeFleet(
    matrix,
    ['a', 'b', 'c', 'd'].map((node) => ({
      node,
      probeNs: times.map((ns) => (node === 'c' ? 1.4 * ns : ns)),
    })),
  );
  const { nodes } = await gather();
  expect(nodes.flatMap(({ odd }) => odd ?? [])).toEqual([
    'it takes 1.4× the time of the other 3 nodes for the probe',
  ]);
  expect((await readRunFile(path)).footer?.nodes?.[2]?.odd).toBeDefined();
});

test('where the run cannot be written, that is said, and nothing is left behind', async () => {
  const matrix = await makeMatrix(2);
  const { folder, path, gather } = await makeFleet(matrix);
  await writeFile(join(path, '..'), 'a file in the place of the folder');
  await expect(gather()).rejects.toThrow(`The run file ${path} cannot be written`);
  expect(await readdir(join(folder, '..'))).toEqual(['runs', 'shards']);
});
