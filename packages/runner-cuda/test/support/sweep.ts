import type { Outcome } from '@stackbench/model';
import { emulate } from './emulation.ts';
import type { SweptCase } from './plan-sweep.ts';

/**
 * Runs what is planned, one worker after another, so that none compiles what another compiles at the same time. Problems of odd
 * extents are among those asked for: the engine need not try one of its own before.
 */
export async function sweep(operation: string, plan: readonly SweptCase[]): Promise<Outcome[]> {
  const workers = Map.groupBy(plan, ({ sanitizer, order }) => `${sanitizer} ${order}`);
  const outcomes: Outcome[] = [];
  for (const cases of workers.values()) {
    const [{ sanitizer, order }] = cases as [SweptCase, ...SweptCase[]];
    const ids = cases.map(
      ({ kernel: { variant, dataType }, problem }) =>
        `${operation}/${variant}:${problem};${dataType}`,
    );
    outcomes.push(...(await emulate({ sanitizer, order }, ids, false)));
  }
  return outcomes;
}
