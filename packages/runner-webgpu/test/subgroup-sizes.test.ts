// @module-tag machine
import { i32, type Program } from '@stackbench/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, changedProgram, isExact } from './support/changed-program.ts';
import { mesaWith } from './support/mesa.ts';
import { startClient, type WorkerClient } from './support/worker-client.ts';

const found = mesaWith('subgroups');
const why = found.ok ? '' : ` (skipped: ${found.reason})`;
const problem = 'm=130,n=67,k=20';

/**
 * The warp tile exchanges nothing within a subgroup, it only finds its place by it: so any size can be put in the place of
 * the adapter's own. It is a scalar here, so that one shader serves all. Threads are dealt out as no adapter would:
 * backwards, and subgroups in pairs exchanged.
 */
const sizeGiven: readonly Change[] = [
  [/ *@builtin\(subgroup_id\).*/, ''],
  [/ *@builtin\(num_subgroups\).*/, ''],
  [/ *@builtin\(subgroup_invocation_id\).*/, ''],
  [/ *@builtin\(subgroup_size\).*/, ''],
  ['k: u32 }', 'k: u32, size: u32 }'],
  [
    /\) \{\n(?=(?: *\/\/.*\n)* *let tile = )/,
    `) {
  let subgroup_size = params.size;
  let subgroups = THREADS / subgroup_size;
  let subgroup = select(local / subgroup_size, (local / subgroup_size) ^ 1, subgroups > 1);
  let lane = subgroup_size - 1 - local % subgroup_size;
`,
  ],
];

async function programFor(size: number, ...changes: readonly Change[]): Promise<Program> {
  const program = await changedProgram('warp-tile', problem, [...sizeGiven, ...changes]);
  const passes = program.passes.map((pass) => ({
    ...pass,
    scalars: [...pass.scalars, ...i32(size)],
  }));
  return { ...program, passes };
}

describe.skipIf(!found.ok)(`a warp tile for subgroups of any size${why}`, () => {
  let worker: WorkerClient;
  beforeAll(async () => {
    if (found.ok) worker = await startClient(found.command);
  });
  afterAll(() => worker.kill());

  test.each([4, 8, 16, 32, 64, 128])('is right where they have %i threads', async (size) => {
    expect(await isExact(worker, problem, await programFor(size))).toBe(true);
  });

  test('is wrong where its shape is not that of the subgroup', async () => {
    const change = ['lanes / lanes_across', '8u'] as const;
    expect(await isExact(worker, problem, await programFor(64, change))).toBe(true);
    expect(await isExact(worker, problem, await programFor(16, change))).toBe(false);
  });
});
