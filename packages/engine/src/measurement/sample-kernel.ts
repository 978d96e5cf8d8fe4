import type { Clock, Measurement } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import { Bench } from 'tinybench';
import { failed, type Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import { decideStop } from './decide-stop.ts';
import { isStalled } from './is-stalled.ts';
import { isTimed, takeSamples, type TimedSample } from './take-samples.ts';
import type { WarmCase } from './warm-up.ts';

export interface SampledKernel extends Pick<
  Measurement,
  'kernelNs' | 'samplingNs' | 'dropped' | 'stoppedBy'
> {
  ok: true;
  /** Host time of each sample that counts. */
  hostNs: number[];
  /** Host time of spoiling outputs. */
  spoilingNs: number;
}

/** Samples are asked for in batches of about this much device time, to spare round trips. */
const batchNs = 50e6;
/** So many samples in a row without a time end the sampling. */
const patience = 10;
/** A batch may take so many times what is expected. */
const foresight = 1.5;
/** The stopping rule, which sorts all samples, is asked again after so many more. */
const askAgainAfter = 1.1;

/**
 * Samples a warm case until the stopping rule is met. The rule is asked at the end of a batch alone whose
 * last sample began with outputs of NaN: what it left behind is still there to be judged. tinybench
 * drives the loop; its own statistics are not used, as they know neither the order of samples nor the rule.
 */
export async function sampleKernel(
  launch: LaunchContext,
  clock: Clock,
  { repetitions, repetitionNs }: WarmCase,
  timeoutMs: number,
): Promise<SampledKernel | Failed> {
  const { tunables, onPhase } = launch;
  onPhase('sample');
  const taken: TimedSample[] = [];
  const kernelNs: number[] = [];
  const expectedNs = repetitionNs * repetitions + launch.clock.latencyNs();
  const batch = Math.max(1, Math.floor(batchNs / expectedNs));
  const queue: TimedSample[] = [];
  let deviceNs = 0;
  let spentNs = 0;
  let dropped = 0;
  const besides = { plain: [] as number[], spoiled: [] as number[] };
  let isSpoiled = false;
  let nextCheck = tunables.minSamples;
  let ending: Measurement['stoppedBy'] | Failed = 'time';
  const stop = new AbortController();
  const end = (why: Measurement['stoppedBy'] | Failed) => {
    ending = why;
    stop.abort();
  };
  const isTimeUp = () => spentNs >= tunables.maxDeviceMs * 1e6;
  /** Whether the rule may be met at the end of the next batch: spoiling takes a moment, and of no other is needed. */
  const mayEnd = () => {
    const batchTakesNs = batch * expectedNs;
    const isEnough =
      kernelNs.length + batch >= nextCheck &&
      deviceNs + foresight * batchTakesNs >= tunables.minDeviceMs * 1e6;
    return isEnough || spentNs + foresight * batchTakesNs >= tunables.maxDeviceMs * 1e6;
  };

  /** The next sample that counts; null when there will be none. */
  async function nextSample(): Promise<TimedSample | null> {
    for (let inVain = 0; inVain < patience;) {
      if (queue.length === 0) {
        isSpoiled = mayEnd();
        const options = { count: batch, repetitions, timeoutMs, spoilLast: isSpoiled };
        const answer = await takeSamples(launch, clock, options);
        if (!answer.ok) {
          end(answer);
          return null;
        }
        queue.push(...answer.samples);
        besides[isSpoiled ? 'spoiled' : 'plain'].push(answer.besidesNs);
      }
      const sample = queue.shift()!;
      if (isStalled(sample, expectedNs)) {
        // The time that a stopped process did not have is not the case's.
        spentNs += expectedNs;
      } else {
        spentNs += Math.max(sample.hostNs, isTimed(sample) ? sample.deviceNs : 0);
        if (isTimed(sample)) return sample;
      }
      dropped++;
      inVain++;
    }
    end('time');
    return null;
  }

  async function iterate() {
    const spentBefore = spentNs;
    const sample = await nextSample();
    if (sample === null) return { overriddenDuration: 0, overriddenIterationCost: 0 };
    taken.push(sample);
    kernelNs.push(sample.deviceNs / repetitions);
    deviceNs += sample.deviceNs;
    if (queue.length === 0 && isSpoiled && (kernelNs.length >= nextCheck || isTimeUp())) {
      nextCheck = Math.ceil(kernelNs.length * askAgainAfter);
      const why = decideStop({ kernelNs, deviceNs, spentNs }, tunables);
      if (why !== null) end(why);
    }
    return {
      overriddenDuration: sample.deviceNs / repetitions / 1e6,
      overriddenIterationCost: (spentNs - spentBefore) / 1e6,
    };
  }

  // The time of tinybench is a net below the rule, which stops earlier: at the end of a batch.
  const bench = new Bench({ warmup: false, time: 2 * tunables.maxDeviceMs, iterations: 1 });
  bench.add('kernel', iterate, { async: true, signal: stop.signal });
  const start = performance.now();
  const [task] = await bench.run();
  const samplingNs = (performance.now() - start) * 1e6;
  if (task?.result.state === 'errored') throw task.result.error;
  const why = ending as Measurement['stoppedBy'] | Failed;
  if (typeof why !== 'string') return why;
  if (kernelNs.length === 0) {
    return failed('crash', `None of ${dropped} samples had a time: the device's clock fails.`);
  }
  const hostNs = taken.map((sample) => sample.hostNs);
  return {
    ok: true,
    kernelNs,
    samplingNs,
    dropped,
    stoppedBy: why,
    hostNs,
    spoilingNs: excess(besides),
  };
}

/** What requests that spoil outputs took more, beside their samples, than those that do not. */
function excess({ plain, spoiled }: Record<'plain' | 'spoiled', readonly number[]>): number {
  const usualNs = plain.length === 0 ? 0 : median(plain);
  return spoiled.reduce((sum, ns) => sum + Math.max(0, ns - usualNs), 0);
}
