import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { expect, test } from 'vitest';
import { makeMatrix } from '../../../../engine/test/fleet/make-matrix.ts';
import { makeShard } from '../../../../engine/test/fleet/make-shards.ts';
import { runHere } from '../../run-here.ts';
import { makeFolder } from '../../start-bench.ts';

/** A matrix of three shards, and where its shards and runs are kept. */
async function makePlace() {
  const folder = await makeFolder();
  const matrix = await makeMatrix(3);
  const [path, results] = [join(folder, 'matrix.json'), join(folder, 'results')];
  await mkdir(results);
  await writeFile(path, JSON.stringify(matrix));
  const shards = join(results, 'shards');
  return { matrix, path, results, shards };
}

test('gather names what is missing with the command that measures it, then writes one run', async () => {
  const { matrix, path, results, shards } = await makePlace();
  const args = ['fleet', 'gather', path, '--results', results];
  expect((await runHere(...args)).stderr).toContain(
    '3 of 3 shards are missing: 0-2 (it has no file)',
  );
  await makeShard(matrix, 0, shards, { node: 'a', probeNs: [1e6, 1.01e6] });
  await makeShard(matrix, 2, shards, { node: 'b', probeNs: [1.4e6, 1.41e6] });
  const early = await runHere(...args);
  expect(early.code).toBe(2);
  expect(early.stderr).toContain('1 of 3 shards are missing: 1 (it has no file)');
  expect(early.stderr).toContain(`run --plan ${path} --results ${results} --shard 1`);

  await makeShard(matrix, 1, shards, { node: 'a', probeNs: [1e6, 1.01e6] });
  const { code, stdout } = await runHere(...args);
  expect(code).toBe(0);
  expect(stdout).toContain('Gathered 3 shards of 2 nodes');
  expect(stdout).toContain('Odd node 00000000000b (shards 2): it takes 1.4× the time');
  const run = await readRunFile(join(results, 'runs', `${matrix.matrixId}.jsonl`));
  expect(run.header.gathered?.caseCounts).toHaveLength(3);
});

test('nodes that share a machine are told, and none of them is odd for its time', async () => {
  const { matrix, path, results, shards } = await makePlace();
  const machineToken = '0123456789ab';
  await makeShard(matrix, 0, shards, { node: 'a', probeNs: [1e6, 1.01e6] });
  await makeShard(matrix, 1, shards, { node: 'b', probeNs: [1e6, 1.01e6], machineToken });
  await makeShard(matrix, 2, shards, { node: 'c', probeNs: [1.4e6, 1.41e6], machineToken });
  const { stdout } = await runHere('fleet', 'gather', path, '--results', results);
  expect(stdout).toContain(
    'One machine is nodes 00000000000b, 00000000000c: what they measured at the same time',
  );
  expect(stdout).not.toContain('Odd node');
  const { footer } = await readRunFile(join(results, 'runs', `${matrix.matrixId}.jsonl`));
  expect(footer?.nodes?.map(({ sharesMachineWith }) => sharesMachineWith)).toEqual([
    undefined,
    ['00000000000c'],
    ['00000000000b'],
  ]);
});

test('of a matrix that was changed since, gather and run say so, each with what helps', async () => {
  const folder = await makeFolder();
  const matrix = await makeMatrix(1);
  const [path, results] = [join(folder, 'matrix.json'), join(folder, 'results')];
  await makeShard(matrix, 0, join(results, 'shards'), { node: 'a', probeNs: [1e6, 1.01e6] });
  await writeFile(path, JSON.stringify({ ...matrix, rounds: matrix.rounds + 1 }));
  const reason = 'its stacks, cases, rounds or tunables are not those of the matrix';
  const gathered = await runHere('fleet', 'gather', path, '--results', results);
  expect(gathered.code).toBe(2);
  expect(gathered.stderr).toContain(`0 (${reason})`);
  expect(gathered.stderr).toContain('Give matrix.json as it was when they were measured; or');
  const run = await runHere('run', '--plan', path, '--shard', '0', '--results', results);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(
    `holds something else than shard 0 of ${matrix.matrixId}: ${reason}`,
  );

  await writeFile(path, JSON.stringify({ ...matrix, rounds: 0 }));
  const broken = await runHere('fleet', 'status', path, '--results', results);
  expect(broken.stderr).toContain('is no matrix, or was changed since: rounds: ');
  await writeFile(path, JSON.stringify({ ...matrix, shards: [] }));
  const empty = await runHere('fleet', 'status', path, '--results', results);
  expect(empty.stderr).toContain('is no matrix, or was changed since: ');
});

test('a run that is asked for with a plan knows no other options that decide', async () => {
  const without = await runHere('run', '--plan', 'matrix.json');
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --shard 0.') });
  const decided = await runHere('run', '--plan', 'matrix.json', '--shard', '1', '--rounds', '3');
  expect(decided.stderr).toContain('--plan decides what a shard measures, so --rounds cannot');
  const stray = await runHere('run', '--shard', '1');
  expect(stray.stderr).toContain('--shard makes sense with --plan alone');
});
