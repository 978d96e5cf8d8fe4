// @module-tag machine
import type { Outcome } from '@stackbench/model';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmulationOptions } from '../emulation/emulated-runner.ts';
import { clusterCases, otherTypes } from './copy-engine-cases.ts';
import { complaints, emulate, missingCompiler } from './support/emulation.ts';
import { emulateInOrders, orders } from './support/orders.ts';
import { type Fault, plant } from './support/plant.ts';

const missing = await missingCompiler();
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

const timeout = 300_000;
/** One cluster, so that each block has several tiles. */
const device = { sanitizer: 'none', multiprocessors: 2 } as const;

let outcomes: Outcome[] = [];
beforeAll(async () => {
  if (missing !== null) return;
  outcomes = await emulateInOrders(device, (order) =>
    order === 'shuffled' ? [...clusterCases, ...otherTypes] : clusterCases,
  );
}, 1_200_000);

test.each(clusterCases)('%s is right in every order', (id) => {
  const own = outcomes.filter((outcome) => outcome.case === id);
  expect(complaints(own)).toEqual([]);
  expect(own.filter(({ status }) => status === 'ok')).toHaveLength(orders.length);
});

test.each(otherTypes)('%s is right', (id) => {
  const own = outcomes.filter((outcome) => outcome.case === id);
  expect(own.map(({ status }) => status)).toEqual(['ok']);
});

const cluster = 'gemm/wgmma-cluster/kernel.cu';
const stages = 'cuda/tma-stages.cuh';

const together = 'gemm/wgmma-cluster-128x128:m=385,n=136,k=456;bf16';
const inTurn = 'gemm/wgmma-ping-pong:m=385,n=136,k=136;bf16';
const turned = 'gemm/wgmma-transposed-128x128:m=72,n=72,k=72;tf32';
const inParts = 'gemm/wgmma-128x128:m=8,n=72,k=520;bf16';

/** What becomes of a case with a fault in the kernel. */
async function outcomeOf(id: string, fault: Fault, file: string, order: EmulationOptions['order']) {
  const root = await plant(file, ...fault);
  const [outcome] = await emulate({ ...device, order: order!, root }, [id]);
  return outcome!;
}

test.each<[string, string, string, Fault, EmulationOptions['order']?]>([
  ['loads the first half of B twice', together, cluster, ['step * BK + half', 'step * BK']],
  [
    'overwrites results that have not left',
    together,
    cluster,
    ['      if (leads) bulk_wait_group_read<0>();\n', ''],
  ],
  ['does not show its results to the copy engine', together, cluster, ['fence_proxy_async();', '']],
  [
    'sends results before all have come',
    together,
    cluster,
    ['fence_proxy_async();\n      bar_sync(1 + consumer, 128);', 'fence_proxy_async();'],
    'shuffled',
  ],
  ['exchanges rows of B', turned, stages, ['lane % 2 ^ turn', 'turn']],
  ['looks for B where it lies unswizzled', turned, stages, ['/ 16 ^ row % 8', '/ 16']],
  [
    'adds up the same part of K again',
    inParts,
    stages,
    ['.first = result.part * span', '.first = 0'],
  ],
  [
    'writes all parts to one place',
    inParts,
    'cuda/wgmma-tile.cuh',
    ['now.part * m * n', '0 * m * n'],
  ],
])('a kernel that %s is wrong', { timeout }, async (_, id, file, fault, order = 'forward') => {
  expect(await outcomeOf(id, fault, file, order)).toMatchObject({ status: 'wrong-result' });
});

test.each<[string, string, Fault, RegExp, EmulationOptions['order']?]>([
  [
    'sends B to one block alone',
    together,
    ['(1 << CLUSTER) - 1', '1 << rank'],
    /bytes are missing/,
  ],
  [
    'writes to the other block before its barriers are there',
    together,
    ['  cluster_sync();\n\n  const int rank', '  __syncthreads();\n\n  const int rank'],
    /a barrier is used that is not initialized|does not know of a barrier/,
    'shuffled',
  ],
  [
    'declares shared memory beside what its launch gives it',
    together,
    ['  const int rank', '  __shared__ volatile int own;\n  own = 0;\n  const int rank'],
    /kernel\.cu declares __shared__ memory in a cluster/,
  ],
  [
    'does not tell the other block that a stage is free',
    together,
    ['if (lane < CLUSTER)', 'if (lane == rank)'],
    /arrivals and 0 bytes are missing/,
  ],
  [
    'waits for the consumers of one block alone',
    together,
    ['CLUSTER * 4 *', '4 *'],
    /missing|more arrive/,
    'reverse',
  ],
  [
    'ends while the other block arrives at its barriers',
    together,
    ['  // No block ends while the other arrives at its barriers.\n  cluster_sync();\n', ''],
    /of a block that has ended/,
  ],
  [
    'does not skip what the other multiplies',
    inTurn,
    ['        next.skip(steps);\n', ''],
    /missing|a box is on its way/,
  ],
])('a kernel that %s ends with the reason', { timeout }, async (_, id, fault, reason, order) => {
  const outcome = await outcomeOf(id, fault, cluster, order ?? 'forward');
  expect(outcome).toMatchObject({ status: 'crash' });
  expect(complaints([outcome]).join()).toMatch(reason);
});
