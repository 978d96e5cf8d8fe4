import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchContext } from '../measurement/context.ts';
import { findDisturbance } from '../measurement/conditions.ts';
import type { FailedCase } from '../measurement/failed-case.ts';
import type { MeasuredCase } from '../measurement/measure-case.ts';

/**
 * Measures again what its conditions spoiled, a GPU after it had time to cool. What is spoiled to the end is no
 * measurement, and says why.
 */
export async function retryDisturbed(
  { tunables, signal }: Pick<LaunchContext, 'tunables' | 'signal'>,
  measure: () => Promise<MeasuredCase | FailedCase>,
): Promise<MeasuredCase | FailedCase> {
  for (let retries = 0; ; retries++) {
    const result = await measure();
    const disturbance = result.ok ? findDisturbance(result.measurement) : null;
    if (!result.ok || disturbance === null) return result;
    if (retries === tunables.disturbedRetries || signal?.aborted === true) {
      const { programDigest, verification } = result;
      return { ...disturbance, programDigest, verification };
    }
    // A limit of processor time begins anew with its next period, a tenth of a second.
    const pauseMs = result.measurement.conditions === undefined ? 0 : tunables.coolDownMs;
    // An interrupt ends the wait, and then the next attempt.
    await sleep(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  }
}
