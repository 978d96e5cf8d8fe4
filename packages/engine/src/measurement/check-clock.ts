import type { Clock } from '@stackbench/model';
import type { Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import { isTimed, takeSamples, type TimedSample } from './take-samples.ts';

/** Times are compared between so many repetitions and this multiple of them. */
const stretch = 8;
/** The least of so many samples stands for each. */
const tries = 3;
/** Beyond this the stretched sample would take too long; one that long hides no latency. */
const longestNs = 300e6;
/** The device's clock is believed within this factor of the host's: latency may grow with repetitions. */
const agreement = 2;

/** How the time of a sample grows with its repetitions, by both clocks. */
export interface Slopes {
  ok: true;
  /** Of one repetition. */
  deviceNs: number;
  hostNs: number;
  /** Host time that does not grow. */
  latencyNs: number;
}

/**
 * Takes samples of `repetitions` and of 8 times as many, and tells the slopes between them. Samples `before`
 * that last long enough to hide any latency tell it as well.
 */
export async function measureSlopes(
  launch: Pick<LaunchContext, 'session' | 'clock' | 'tunables'>,
  clock: Clock,
  repetitions: number,
  { before = [], timeoutMs }: { before?: readonly TimedSample[]; timeoutMs: number },
): Promise<Slopes | Failed> {
  const known = before.filter((sample) => sample.repetitions === repetitions);
  if (known.some(isTimed) && isLong(known)) return withoutLatency(known, repetitions);
  const short = await takeSamples(launch, clock, { count: tries, repetitions, timeoutMs });
  if (!short.ok) return short;
  if (isLong(short.samples)) return withoutLatency(short.samples, repetitions);
  const shortNs = leastOf(short.samples, 'hostNs');
  const options = { count: tries, repetitions: stretch * repetitions, timeoutMs };
  const long = await takeSamples(launch, clock, options);
  if (!long.ok) return long;
  const slope = (of: 'deviceNs' | 'hostNs') =>
    (leastOf(long.samples, of) - leastOf(short.samples, of)) / ((stretch - 1) * repetitions);
  const hostNs = slope('hostNs');
  return {
    ok: true,
    deviceNs: slope('deviceNs'),
    hostNs,
    latencyNs: Math.max(0, shortNs - repetitions * hostNs),
  };
}

function isLong(samples: readonly TimedSample[]): boolean {
  return leastOf(samples, 'hostNs') * stretch > longestNs;
}

function withoutLatency(samples: readonly TimedSample[], repetitions: number): Slopes {
  return {
    ok: true,
    deviceNs: leastOf(samples, 'deviceNs') / repetitions,
    hostNs: leastOf(samples, 'hostNs') / repetitions,
    latencyNs: 0,
  };
}

/** What is wrong with a device's clock that tells these slopes; null when it agrees with the host's. */
export function findDisagreement({ deviceNs, hostNs }: Slopes): string | null {
  const ratio = deviceNs / hostNs;
  if (ratio >= 1 / agreement && ratio <= agreement) return null;
  const told = Number.isFinite(ratio) ? ratio.toPrecision(2) : 'nothing';
  return `It tells ${told} of the time that the host sees a repetition take.`;
}

/** NaN where no sample has a time. */
function leastOf(samples: readonly TimedSample[], of: 'deviceNs' | 'hostNs'): number {
  const timed = of === 'hostNs' ? samples : samples.filter(isTimed);
  return timed.length === 0 ? Number.NaN : Math.min(...timed.map((sample) => sample[of]));
}
