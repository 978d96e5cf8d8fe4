import { sampledSchema } from '@stackbench/model';
import { type Failed, failed } from '@stackbench/workers';
import type { Session } from '../session.ts';

/** One timed span. */
export interface TimedSample {
  repetitions: number;
  /** By the device's clock, all repetitions together; ≤ 0 or not finite when that failed. */
  deviceNs: number;
  /** By the host's clock, from submission until done. */
  hostNs: number;
}

/** Whether the device's clock moved forward. */
export function isTimed({ deviceNs }: TimedSample): boolean {
  return deviceNs > 0 && Number.isFinite(deviceNs);
}

/** Asks for `count` samples of `repetitions` repetitions of the prepared program. */
export async function takeSamples(
  session: Session,
  count: number,
  repetitions: number,
  timeoutMs: number,
): Promise<{ ok: true; samples: [TimedSample, ...TimedSample[]] } | Failed> {
  const request = { do: 'sample' as const, count, repetitions };
  const answer = await session.ask(request, sampledSchema, timeoutMs);
  if (!answer.ok) return answer;
  const [first, ...rest] = answer.result.samples.map(({ deviceNs, hostNs }) => ({
    repetitions,
    deviceNs,
    // A worker that cannot time itself is timed from here.
    hostNs: hostNs > 0 ? hostNs : answer.roundTripNs / count,
  }));
  if (first === undefined || rest.length !== count - 1) {
    const got = answer.result.samples.length;
    return failed('crash', `The worker took ${got} samples instead of ${count}.`);
  }
  return { ok: true, samples: [first, ...rest] };
}
