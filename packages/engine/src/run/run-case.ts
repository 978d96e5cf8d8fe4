import type { Outcome } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import type { LaunchContext } from '../measurement/context.ts';
import { measureBest } from '../measurement/measure-best.ts';
import { type MeasuredCase, measureCase } from '../measurement/measure-case.ts';
import type { FailedCase } from '../measurement/failed-case.ts';
import { type PlannedCase, bestVariant } from '../plan.ts';
import { retryDisturbed } from './retry-disturbed.ts';
import { retryFallen } from './retry-fallen.ts';

/** Runs one case of a launch; whatever becomes of it is an outcome. */
export async function runCase(
  launch: LaunchContext,
  planned: PlannedCase,
  round: number,
): Promise<Outcome> {
  const result = await measure(launch, planned);
  const key = { case: planned.record.id, stack: launch.stack.id, round };
  if (result.ok) {
    const { programDigest, measurement, verification } = result;
    return { ...key, status: 'ok', programDigest, ...measurement, verification };
  }
  const { ok: _, ...failure } = result;
  return { ...key, ...failure };
}

async function measure(
  launch: LaunchContext,
  planned: PlannedCase,
): Promise<MeasuredCase | FailedCase> {
  const { history } = launch;
  if (planned.record.variant === bestVariant) {
    return retryDisturbed(launch, () => measureBest(launch, planned));
  }
  const [variant] = planned.candidates;
  if (variant === undefined) throw new Error(`${planned.record.id} was planned without a variant`);
  const result = await retryFallen(planned, history.own(planned, variant.name), () =>
    retryDisturbed(launch, () => measureCase(launch, planned, variant)),
  );
  const verdict = result.ok
    ? { ok: true as const, repetitionNs: median(result.measurement.kernelNs) }
    : result;
  history.noteVerdict(planned, variant.name, verdict);
  return result;
}
