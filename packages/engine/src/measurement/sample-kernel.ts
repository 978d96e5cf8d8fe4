import type { Measurement } from '@stackbench/model';
import { Bench } from 'tinybench';
import { failed, type Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import { decideStop } from './decide-stop.ts';
import { isTimed, takeSamples, type TimedSample } from './take-samples.ts';
import type { WarmCase } from './warm-up.ts';

export interface SampledKernel extends Pick<
  Measurement,
  'kernelNs' | 'samplingNs' | 'dropped' | 'stoppedBy'
> {
  ok: true;
  /** Host time of each sample that counts. */
  hostNs: number[];
}

/** Samples are asked for in batches of about this much device time, to spare round trips. */
const batchNs = 50e6;
/** So many samples in a row without a time end the sampling. */
const patience = 10;
/** The stopping rule, which sorts all samples, is asked again after so many more. */
const askAgainAfter = 1.05;

/**
 * Samples a warm case until the stopping rule is met. tinybench drives the loop; its own statistics
 * are not used, as they know neither the order of samples nor the rule.
 */
export async function sampleKernel(
  { session, tunables, onPhase }: LaunchContext,
  { repetitions, repetitionNs }: WarmCase,
  timeoutMs: number,
): Promise<SampledKernel | Failed> {
  onPhase('sample');
  const taken: TimedSample[] = [];
  const kernelNs: number[] = [];
  const batch = Math.max(1, Math.floor(batchNs / (repetitionNs * repetitions)));
  const queue: TimedSample[] = [];
  let deviceNs = 0;
  let spentNs = 0;
  let dropped = 0;
  let nextCheck = tunables.minSamples;
  let ending: Measurement['stoppedBy'] | Failed = 'time';
  const stop = new AbortController();
  const end = (why: Measurement['stoppedBy'] | Failed) => {
    ending = why;
    stop.abort();
  };

  /** The next sample that has a time; null when there will be none. */
  async function nextSample(): Promise<TimedSample | null> {
    for (let inVain = 0; inVain < patience;) {
      if (queue.length === 0) {
        const answer = await takeSamples(session, batch, repetitions, timeoutMs);
        if (!answer.ok) {
          end(answer);
          return null;
        }
        queue.push(...answer.samples);
      }
      const sample = queue.shift()!;
      spentNs += Math.max(sample.hostNs, isTimed(sample) ? sample.deviceNs : 0);
      if (isTimed(sample)) return sample;
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
    if (kernelNs.length >= nextCheck || spentNs >= tunables.maxDeviceMs * 1e6) {
      nextCheck = Math.ceil(kernelNs.length * askAgainAfter);
      const why = decideStop({ kernelNs, deviceNs, spentNs }, tunables);
      if (why !== null) end(why);
    }
    return {
      overriddenDuration: sample.deviceNs / repetitions / 1e6,
      overriddenIterationCost: (spentNs - spentBefore) / 1e6,
    };
  }

  // The time of tinybench is a net below the rule, which stops at the same time or earlier.
  const bench = new Bench({ warmup: false, time: tunables.maxDeviceMs, iterations: 1 });
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
  return { ok: true, kernelNs, samplingNs, dropped, stoppedBy: why, hostNs };
}
