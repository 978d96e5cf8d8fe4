import type { Runner } from '@stackbench/workers';
import { createEmulatedRunner, type EmulationOptions } from '../emulation/emulated-runner.ts';
import { createNativeRunner, type NativeOptions } from './native-runner.ts';

/** Every toolkit of this machine, and the emulated device. */
export function createCudaRunner(
  native: NativeOptions = {},
  emulation: EmulationOptions = {},
): Runner {
  const runners = [createNativeRunner(native), createEmulatedRunner(emulation)];
  return {
    kind: 'cuda',
    discover: async (options) =>
      (await Promise.all(runners.map((runner) => runner.discover(options)))).flat(),
  };
}
