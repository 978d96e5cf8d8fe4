import type { Clock } from '@stackbench/model';
import { failed, type Failed } from '@stackbench/workers';
import { findDisagreement, measureSlopes } from './check-clock.ts';
import type { LaunchContext } from './context.ts';
import { decideWarmUp, sampleTargetNs } from './decide-warm-up.ts';
import { isStalled } from './is-stalled.ts';
import { isTimed, takeSamples, type TimedSample } from './take-samples.ts';

export interface WarmCase {
  ok: true;
  /** Repetitions that make a sample long enough. */
  repetitions: number;
  /** Time of one, warm. */
  repetitionNs: number;
}

/** So many samples of a case are taken for those of a stopped process. */
const mostStalls = 3;
/** A host's clock times samples of at least so many times its latency, which varies. */
const latencyMultiple = 20;

/**
 * Runs the built case until its time settles; `before` are the samples it has already given. Once a
 * launch the device's clock is held against the host's. One that is wrong is not used again.
 */
export async function warmUp(
  launch: LaunchContext,
  deviceClock: Clock,
  before: readonly TimedSample[],
  timeoutMs: number,
): Promise<WarmCase | Failed> {
  const { clock, onPhase } = launch;
  onPhase('warm-up');
  if (deviceClock.isHost === true) clock.distrust('The device has none that can be read.');
  if (clock.timedBy() === 'host') return warmUpByHost(launch, deviceClock, timeoutMs);
  const warm = await settle(launch, deviceClock, before, timeoutMs);
  if (!warm.ok && warm.clockProblem === undefined) return warm;
  if (warm.ok && clock.isChecked()) return warm;
  const problem = warm.ok
    ? await findProblem(launch, deviceClock, warm.repetitions, { before, timeoutMs })
    : warm.clockProblem!;
  if (typeof problem === 'object' && problem !== null) return problem;
  if (problem === null && warm.ok) {
    clock.confirm();
    return warm;
  }
  clock.distrust(problem!);
  return warmUpByHost(launch, deviceClock, timeoutMs);
}

/** What is wrong with the device's clock, asked twice, as other work may come between. */
async function findProblem(
  launch: LaunchContext,
  deviceClock: Clock,
  repetitions: number,
  { before, timeoutMs }: { before: readonly TimedSample[]; timeoutMs: number },
): Promise<string | null | Failed> {
  let problem: string | null = null;
  for (const known of [before, []]) {
    const slopes = await measureSlopes(launch, deviceClock, repetitions, {
      before: known,
      timeoutMs,
    });
    if (!slopes.ok) return slopes;
    problem = findDisagreement(slopes);
    if (problem === null) return null;
  }
  return problem;
}

/** By the host's clock: what submitting and waiting takes is told by slopes, and taken off. */
async function warmUpByHost(
  launch: LaunchContext,
  deviceClock: Clock,
  timeoutMs: number,
): Promise<WarmCase | Failed> {
  const warm = await settle(launch, deviceClock, [], timeoutMs);
  if (!warm.ok) return warm;
  const slopes = await measureSlopes(launch, deviceClock, warm.repetitions, { timeoutMs });
  if (!slopes.ok) return slopes;
  const { hostNs: repetitionNs, latencyNs } = slopes;
  if (!(repetitionNs > 0)) {
    return failed('crash', 'More repetitions take no more time by the host: nothing can be told.');
  }
  launch.clock.setLatency(latencyNs);
  const repetitions = Math.ceil((latencyMultiple * latencyNs) / repetitionNs);
  return { ok: true, repetitions: Math.max(warm.repetitions, repetitions), repetitionNs };
}

async function settle(
  launch: LaunchContext,
  deviceClock: Clock,
  before: readonly TimedSample[],
  timeoutMs: number,
): Promise<WarmCase | (Failed & { clockProblem?: string })> {
  const { tunables } = launch;
  const samples = [...before];
  let stalls = 0;
  const targetNs = sampleTargetNs(deviceClock, tunables);
  for (;;) {
    const step = decideWarmUp(samples, targetNs, tunables);
    if (step.do === 'fail') return { ...failed('crash', step.reason), clockProblem: step.reason };
    if (step.do === 'finish') {
      return { ok: true, repetitions: step.repetitions, repetitionNs: step.repetitionNs };
    }
    const options = { count: 1, repetitions: step.repetitions, timeoutMs };
    const taken = await takeSamples(launch, deviceClock, options);
    if (!taken.ok) return taken;
    const last = samples.findLast(isTimed);
    const expectedNs =
      last === undefined ? Infinity : (last.hostNs / last.repetitions) * step.repetitions;
    // Now and then a process is stopped; one that always takes so long is slow.
    if (isStalled(taken.samples[0], expectedNs) && stalls++ < mostStalls) continue;
    samples.push(...taken.samples);
  }
}
