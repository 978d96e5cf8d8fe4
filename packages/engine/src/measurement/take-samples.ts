import { type Clock, isPlausibleNs, sampledSchema } from '@stackbench/model';
import { type Failed, failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import { holdOf } from './hold-of.ts';

/** One timed span. */
export interface TimedSample {
  repetitions: number;
  /** All repetitions together, by the launch's clock; ≤ 0 or not finite when that failed. */
  deviceNs: number;
  /** By the host's clock, from submission until done. */
  hostNs: number;
}

export interface SampleOptions {
  count: number;
  repetitions: number;
  timeoutMs: number;
  /** Outputs and workspaces become NaN before the last sample. */
  spoilLast?: boolean;
  /** As its caller sees it: submitted at once, to a device that waits for nothing. */
  isCall?: boolean;
}

/** Samples, and the host's time of the request that is no sample's. */
interface TakenSamples {
  ok: true;
  samples: [TimedSample, ...TimedSample[]];
  besidesNs: number;
}

/** A device's clock may be ahead of the host's by this fraction, two of its steps, and… */
const clockTolerance = 0.02;
/** …so much, as the two are not read at the same time. */
const clockSlackNs = 20_000;

/** Whether the clock that counts moved forward, and no further than can be. */
export function isTimed({ deviceNs, repetitions }: TimedSample): boolean {
  return isPlausibleNs(deviceNs / repetitions);
}

/** Asks for samples of the prepared program. */
export async function takeSamples(
  { session, clock, tunables }: Pick<LaunchContext, 'session' | 'clock' | 'tunables'>,
  deviceClock: Clock,
  { count, repetitions, timeoutMs, spoilLast, isCall }: SampleOptions,
): Promise<TakenSamples | Failed> {
  const request = {
    do: 'sample' as const,
    count,
    repetitions,
    ...(spoilLast === true ? { spoilLast } : {}),
    ...(isCall === true ? {} : { hold: holdOf(tunables) }),
  };
  const answer = await session.ask(request, sampledSchema, timeoutMs);
  if (!answer.ok) return answer.status === 'timeout' ? adviseOnTimeout(answer) : answer;
  const { samples } = answer.result;
  // It cannot have taken longer than was waited for. A worker that cannot time itself is timed from here.
  const toldNs = samples.reduce((sum, { hostNs }) => sum + Math.max(0, hostNs), 0);
  const isTold = toldNs <= timeoutMs * 1e6;
  const [first, ...rest] = samples.map(({ deviceNs, hostNs: told }) => {
    const hostNs = isTold && isPlausibleNs(told) ? told : answer.roundTripNs / count;
    const byHost = clock.timedBy() === 'host';
    return {
      repetitions,
      deviceNs: byHost ? hostNs - clock.latencyNs() : plausible(deviceNs, hostNs, deviceClock),
      hostNs,
    };
  });
  if (first === undefined || rest.length !== count - 1) {
    return failed('crash', `The worker took ${samples.length} samples instead of ${count}.`);
  }
  const sampledNs = rest.reduce((sum, { hostNs }) => sum + hostNs, first.hostNs);
  const besidesNs = Math.max(0, answer.roundTripNs - sampledNs);
  return { ok: true, samples: [first, ...rest], besidesNs };
}

function adviseOnTimeout(failure: Failed): Failed {
  const advice = 'Allow a sample more with --timeout-sample SECONDS, or measure a smaller problem.';
  return { ...failure, reason: `${failure.reason} ${advice}` };
}

/** The device's time of a sample, or NaN where the host saw less go by. */
function plausible(deviceNs: number, hostNs: number, { quantumNs }: Clock): number {
  const most = hostNs * (1 + clockTolerance) + 2 * quantumNs + clockSlackNs;
  return deviceNs <= most ? deviceNs : Number.NaN;
}
