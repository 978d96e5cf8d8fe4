import {
  byMaskedId,
  checkPlanner,
  inspectStacks,
  planShard,
  type Provenance,
  type ShardPlan,
} from '@stackbench/engine';
import { type Catalog, loadCatalog } from '@stackbench/kernels';
import type { Matrix, Shard, Stack } from '@stackbench/model';
import type { FoundStack, RunnableStack } from '@stackbench/workers';
import { discoverStacks } from '../../discover-stacks.ts';
import { readProvenance } from '../../read-provenance.ts';
import { runnerEntries } from '../../runners.ts';

/** All that is known of a shard on this node before anything is measured. */
export interface PreparedShard extends ShardPlan {
  catalog: Catalog;
  provenance: Provenance;
}

/**
 * Finds the stacks of a matrix on this node: no others are looked for than of their kinds, nor looked at closely.
 * @param onInspect called with stacks before they are made to compute
 * @throws BenchError where another stackbench planned the matrix
 */
export async function prepareShard(
  matrix: Matrix,
  shard: Shard,
  signal: AbortSignal,
  onInspect: (stacks: readonly Stack[]) => Promise<void>,
): Promise<PreparedShard> {
  const { discoverTimeoutMs, startTimeoutMs } = matrix.tunables;
  const kinds = new Set(matrix.stacks.map(({ kind }) => kind));
  const entries = runnerEntries.filter(({ kind }) => kinds.has(kind));
  const provenance = await readProvenance();
  checkPlanner(matrix, provenance);
  const [catalog, found] = await Promise.all([
    loadCatalog(),
    discoverStacks(entries, { timeoutMs: discoverTimeoutMs, signal }),
  ]);
  const planned = new Set(matrix.stacks.map(({ id }) => id));
  const wanted = [...(await byMaskedId(found))].flatMap(([id, each]) =>
    planned.has(id) ? [each] : [],
  );
  const runnable = wanted.filter((each): each is RunnableStack => each.driver !== null);
  const broken = wanted.filter(({ driver }) => driver === null);
  await onInspect(runnable.map(({ stack }) => stack));
  const inspected: FoundStack[] = signal.aborted
    ? []
    : await inspectStacks(runnable, { timeoutMs: startTimeoutMs, signal });
  const plan = await planShard(matrix, shard, catalog, [...inspected, ...broken]);
  return { ...plan, catalog, provenance };
}
