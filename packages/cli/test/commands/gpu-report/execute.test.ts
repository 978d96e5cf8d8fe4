// @module-tag machine
// @module-tag long
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBareHome, makeFolder, startBench } from '../../start-bench.ts';

/** Stacks of this machine that stand for a GPU's, which it has not. */
const stacks = [
  '--stack',
  'webgpu:dawn/swiftshader',
  '--stack',
  'cuda:emulated',
  '--stack',
  'pytorch:system',
];
const few = [
  '--suite',
  'quick',
  '--rounds',
  '1',
  '--case',
  'gemm/{naive,library}:m=32,n=32,k=32;f32',
];

test('one command examines, verifies, measures and publishes into one folder', async () => {
  const place = await makeFolder();
  const folder = join(place, 'report');
  const typed = ['gpu-report', ...stacks, ...few, '--results', folder];
  const home = await makeBareHome(place);
  const { code, stdout, stderr } = await (await startBench(typed, home)).ended;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain('2/5  Verify every CUDA kernel');
  expect(stdout).toContain('open its index.html');
  expect(readFileSync(join(folder, 'doctor.txt'), 'utf8')).toContain('Environments');
  for (const file of [
    'cross-check.txt',
    'verification/edges.jsonl',
    'runs/quick.jsonl',
    'index.html',
    'results.csv',
  ]) {
    expect(existsSync(join(folder, file))).toBe(true);
  }
  // The edges are for verification, and no rows of a table.
  expect(readFileSync(join(folder, 'results.csv'), 'utf8')).toContain('cuda:emulated');

  const again = await (await startBench(typed, home)).ended;
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('This run is finished');
}, 600_000);

test('a dry run prints what could be typed', async () => {
  const typed = ['gpu-report', ...stacks, ...few, '--dry-run'];
  const { code, stdout } = await (
    await startBench(typed, await makeBareHome(await makeFolder()))
  ).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('pnpm bench run --suite quick --rounds 1');
}, 120_000);
