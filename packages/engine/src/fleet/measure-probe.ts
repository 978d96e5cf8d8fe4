import type { Catalog } from '@stackbench/kernels';
import type { Matrix } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import type { RunPlan } from '../plan.ts';
import { executeRun } from '../run/execute-run.ts';
import { findCasesOf } from './plan-shard.ts';

/** Launches of the probe: what differs between them is the node's own noise. */
const probeLaunches = 3;

/**
 * What the matrix's probe takes on this node, a launch each; empty where its stack is not here as planned, or fails.
 * @param plan of any shard on this node
 */
export async function measureProbe(
  matrix: Matrix,
  catalog: Catalog,
  plan: RunPlan,
  signal: AbortSignal,
): Promise<number[]> {
  const { probe } = matrix;
  const at = matrix.stacks.findIndex(({ id }) => id === probe.stack);
  const cases = findCasesOf(matrix, [probe.case], catalog);
  const stacks = plan.stacks.slice(at, at + 1);
  const outcomes = await executeRun({ ...plan, cases, stacks, rounds: probeLaunches }, { signal });
  return outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [median(outcome.kernelNs)] : []));
}
