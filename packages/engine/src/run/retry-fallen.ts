import { workOf } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import type { FailedCase } from '../measurement/failed-case.ts';
import type { SeenSpeed } from '../measurement/history.ts';
import type { MeasuredCase } from '../measurement/measure-case.ts';
import type { PlannedCase } from '../plan.ts';

/** Larger problems are done faster for their work, or a little slower where caches end: not by so much. */
const mostTimesSlower = 5;

/**
 * Measures once more what falls far behind the same variant's smaller problem: something else may have taken
 * the device just then. The faster of both counts, and tells so where it has fallen behind, too.
 * @param before what the variant reached at the largest problem so far
 */
export async function retryFallen(
  planned: PlannedCase,
  before: SeenSpeed | undefined,
  measure: () => Promise<MeasuredCase | FailedCase>,
): Promise<MeasuredCase | FailedCase> {
  const first = await measure();
  if (!first.ok || timesSlower(planned, before, first) <= mostTimesSlower) return first;
  const second = await measure();
  if (!second.ok) return second;
  const better = timeOf(second) < timeOf(first) ? second : first;
  const slower = timesSlower(planned, before, better);
  if (slower <= mostTimesSlower) return better;
  return { ...better, measurement: { ...better.measurement, timesSlower: slower } };
}

/** For the same work, than at the smaller problem; 0 where none was measured. */
function timesSlower(
  { record }: PlannedCase,
  before: SeenSpeed | undefined,
  measured: MeasuredCase,
): number {
  if (before === undefined || before.work > workOf(record)) return 0;
  return (timeOf(measured) / workOf(record) / before.repetitionNs) * before.work;
}

function timeOf({ measurement }: MeasuredCase): number {
  return median(measurement.kernelNs);
}
