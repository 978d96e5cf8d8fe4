import type { Sampled } from '@stackbench/model';
import type { PassClock } from './clock.ts';
import type { PreparedProgram } from './prepared-program.ts';

export interface SampleRequest {
  count: number;
  repetitions: number;
  /** The set that the first repetition works on. */
  firstSet: number;
}

/**
 * Takes samples, each `repetitions` repetitions in one compute pass between its two timestamps:
 * across passes, timestamps may not be subtracted.
 */
export async function takeSamples(
  device: GPUDevice,
  clock: PassClock,
  prepared: PreparedProgram,
  { count, repetitions, firstSet }: SampleRequest,
): Promise<Sampled> {
  const samples: Sampled['samples'] = [];
  let set = firstSet;
  for (let i = 0; i < count; i++) {
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
    const deviceNs = await clock.read();
    const hostNs = (performance.now() - start) * 1e6;
    samples.push({ deviceNs: deviceNs ?? hostNs, hostNs });
  }
  return { samples };
}
