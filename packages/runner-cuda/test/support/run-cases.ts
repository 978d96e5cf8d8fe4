import { caseFromId, executeRun, type RunEvent } from '@stackbench/engine';
import type { FoundStack } from '@stackbench/workers';
import { loadCatalog } from '@stackbench/kernels';
import { defaultTunables, noCaseBudgetMs, type Outcome, type Tunables } from '@stackbench/model';

const catalog = await loadCatalog();

/** What is to be otherwise. */
export interface RunOptions {
  tunables?: Partial<Tunables>;
  onEvent?: (event: RunEvent) => void;
}

/** Runs cases by their ids on one stack, with as few samples as possible. */
export async function runCases(
  { stack, driver }: FoundStack,
  ids: readonly string[],
  { tunables: more, onEvent = () => {} }: RunOptions = {},
): Promise<Outcome[]> {
  if (driver === null) throw new Error(`${stack.id} cannot run: ${stack.reason}`);
  const tunables = {
    ...defaultTunables,
    warmupDeviceMs: 1,
    minSampleMs: 0.5,
    minSampleQuanta: 1,
    minDeviceMs: 0.01,
    maxDeviceMs: 20,
    // Larger problems are verified by their checksum.
    wholeReferenceMacs: 100_000,
    latencyCalls: 1,
    caseBudgetMs: noCaseBudgetMs,
    ...more,
  };
  const plan = {
    suite: 'test',
    cases: ids.map((id) => caseFromId(catalog, id)),
    stacks: [{ stack, driver }],
    rounds: 1,
    tunables,
  };
  return executeRun(plan, { onEvent });
}
