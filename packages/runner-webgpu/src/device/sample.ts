import type { Sampled } from '@stackbench/model';
import type { PassClock } from './clock.ts';
import type { PreparedProgram } from './prepared-program.ts';
import { type Rest, restWhile } from './rest-while.ts';

export interface SampleRequest {
  count: number;
  repetitions: number;
  /** The set that the first repetition works on. */
  firstSet: number;
  /** How to wait for an adapter that computes on this processor; null: as the implementation does. */
  rest: Rest | null;
  /** The least time of one repetition so far, in milliseconds, kept from request to request; 0 before the first. */
  pace: { repetitionMs: number };
  /** What comes before the last sample, outside of its time. */
  beforeLast: (() => Promise<void>) | null;
}

/**
 * Takes samples, each `repetitions` repetitions in one compute pass between its two timestamps:
 * across passes, timestamps may not be subtracted.
 */
export async function takeSamples(
  device: GPUDevice,
  clock: PassClock,
  prepared: PreparedProgram,
  { count, repetitions, firstSet, rest, pace, beforeLast }: SampleRequest,
): Promise<Sampled> {
  const samples: Sampled['samples'] = [];
  let set = firstSet;
  for (let i = 0; i < count; i++) {
    if (i === count - 1) await beforeLast?.();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass(clock.passDescriptor);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      prepared.encode(pass, set % prepared.sets.length);
      set++;
    }
    pass.end();
    clock.resolve(encoder);
    const commands = encoder.finish();
    const start = performance.now();
    device.queue.submit([commands]);
    const reading = clock.read();
    const expectedMs = pace.repetitionMs * repetitions;
    const deviceNs = await (rest === null ? reading : restWhile(reading, rest, expectedMs));
    const hostNs = (performance.now() - start) * 1e6;
    const leastNs = Math.min(deviceNs ?? hostNs, hostNs);
    if (deviceNs !== null && leastNs > 0) keepPace(pace, leastNs / 1e6 / repetitions);
    samples.push({ deviceNs: deviceNs ?? hostNs, hostNs });
  }
  return { samples };
}

/**
 * The least, as an expectation that is too long delays every sample; and by the device's clock, as
 * the host's has the rest in it, unless the device tells more than the host saw go by: then it is wrong.
 */
function keepPace(pace: SampleRequest['pace'], repetitionMs: number): void {
  const before = pace.repetitionMs;
  pace.repetitionMs = before === 0 ? repetitionMs : Math.min(before, repetitionMs);
}
