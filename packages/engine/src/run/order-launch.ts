import { workOf } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/**
 * The cases of a launch in the order they run: operations as planned, and within each the smaller
 * problems first, so that the time of a bigger one can be told before it runs. Cases of equal size
 * stay in the order planned, which puts `best` behind the variants it chooses from.
 */
export function orderLaunch(cases: readonly PlannedCase[]): PlannedCase[] {
  const byOperation = Map.groupBy(cases, ({ record }) => record.operation);
  return [...byOperation.values()].flatMap((group) =>
    group.toSorted((a, b) => workOf(a.record) - workOf(b.record)),
  );
}
