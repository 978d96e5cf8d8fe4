import { mayName, type Runner } from '@stackbench/workers';
import {
  createEmulatedRunner,
  emulatedId,
  type EmulationOptions,
} from '../emulation/emulated-runner.ts';
import { createNativeRunner, type NativeOptions } from './native-runner.ts';

/** Every toolkit of this machine, and the emulated device. */
export function createCudaRunner(
  native: NativeOptions = {},
  emulation: EmulationOptions = {},
): Runner {
  const [toolkits, emulated] = [createNativeRunner(native), createEmulatedRunner(emulation)];
  return {
    kind: 'cuda',
    discover: async (options) => {
      const { wanted } = options;
      // A toolkit's worker is built by looking for it.
      const isEmulatedOnly = wanted?.every(
        (pattern) => pattern === emulatedId || !mayName(pattern, 'cuda:'),
      );
      const runners = isEmulatedOnly === true ? [emulated] : [toolkits, emulated];
      return (await Promise.all(runners.map((runner) => runner.discover(options)))).flat();
    },
  };
}
