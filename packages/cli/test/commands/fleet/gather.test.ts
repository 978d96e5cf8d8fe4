import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { expect, test } from 'vitest';
import { makeMatrix } from '../../../../engine/test/fleet/make-matrix.ts';
import { makeShard } from '../../../../engine/test/fleet/make-shards.ts';
import { runHere } from '../../run-here.ts';
import { makeFolder } from '../../start-bench.ts';

test('gather names what is missing with the command that measures it, then writes one run', async () => {
  const folder = await makeFolder();
  const matrix = await makeMatrix(3);
  const [path, results] = [join(folder, 'matrix.json'), join(folder, 'results')];
  await mkdir(results);
  await writeFile(path, JSON.stringify(matrix));
  const shards = join(results, 'shards');
  await makeShard(matrix, 0, shards, { node: 'a', probeNs: [1e6, 1.01e6] });
  await makeShard(matrix, 2, shards, { node: 'b', probeNs: [1.4e6, 1.41e6] });
  const args = ['fleet', 'gather', path, '--results', results];
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

test('a run that is asked for with a plan knows no other options that decide', async () => {
  const without = await runHere('run', '--plan', 'matrix.json');
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --shard 0.') });
  const decided = await runHere('run', '--plan', 'matrix.json', '--shard', '1', '--rounds', '3');
  expect(decided.stderr).toContain('--plan decides what a shard measures, so --rounds cannot');
  const stray = await runHere('run', '--shard', '1');
  expect(stray.stderr).toContain('--shard makes sense with --plan alone');
});
