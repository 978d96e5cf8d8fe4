import type { Runner } from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
import { createEmulatedRunner, type EmulationOptions } from '../emulation/emulated-runner.ts';
import { createNativeRunner, type NativeOptions } from './native-runner.ts';

/** Every toolkit of this machine, and the emulated device. */
export function createCudaRunner(
  native: NativeOptions = {},
  emulation: EmulationOptions = {},
): Runner {
  const [gpu, emulated] = [createNativeRunner(native), createEmulatedRunner(emulation)];
  const runnerOf = ({ id, controlOf = id }: Stack) =>
    controlOf === 'cuda:emulated' ? emulated : gpu;
  return {
    kind: 'cuda',
    discover: async (options) =>
      (await Promise.all([gpu, emulated].map((runner) => runner.discover(options)))).flat(),
    command: (stack) => runnerOf(stack).command(stack),
    program: (stack, request) => runnerOf(stack).program(stack, request),
    prebuild: async (stack, requests, options) =>
      runnerOf(stack).prebuild?.(stack, requests, options),
  };
}
