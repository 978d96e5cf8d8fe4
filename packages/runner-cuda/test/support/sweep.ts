import type { Outcome } from '@stackbench/model';
import type { EmulationOptions } from '../../emulation/emulated-runner.ts';
import { type EmulableKernel, emulate } from './emulation.ts';

/** Blocks and threads may run in any order: the problems of each kernel are dealt out over three of them. */
const orders = ['forward', 'reverse', 'shuffled'] as const;

/**
 * Runs each kernel at its problems, with the address sanitizer where that sees more than at another data type of its
 * source. One worker after another, so that none compiles what another compiles at the same time. Problems of odd
 * extents are among those asked for: the engine need not try one of its own before.
 */
export async function sweep(
  operation: string,
  kernels: readonly EmulableKernel[],
  problemsOf: (kernel: EmulableKernel) => readonly string[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const sanitizer of ['address', 'none'] as const) {
    const own = kernels.filter((kernel) => sanitizerOf(kernel, kernels) === sanitizer);
    for (const [at, order] of orders.entries()) {
      const ids = own.flatMap((kernel) =>
        problemsOf(kernel)
          .filter((_, i) => i % orders.length === at)
          .map((problem) => `${operation}/${kernel.variant}:${problem};${kernel.dataType}`),
      );
      if (ids.length > 0) outcomes.push(...(await emulate({ sanitizer, order }, ids, false)));
    }
  }
  return outcomes;
}

/**
 * Compiled for the sanitizer, a kernel takes five times as long to compile. Bounds are the same in each type, and
 * vectors of f32 are the widest. Where a source has no f32, chunks of 16 bytes hold other numbers of elements of TF32 and of
 * 16 bits. f16 and bf16 differ in what their bits mean, and in nothing else.
 */
function sanitizerOf(
  { variant, dataType }: EmulableKernel,
  kernels: readonly EmulableKernel[],
): NonNullable<EmulationOptions['sanitizer']> {
  const hasSingle = kernels.some((other) => other.variant === variant && other.dataType === 'f32');
  const isWatched = hasSingle ? dataType === 'f32' : dataType !== 'f16';
  return isWatched ? 'address' : 'none';
}

/** One in `step` of some problems. */
export function thinned(problems: readonly string[], step: number): readonly string[] {
  return problems.filter((_, at) => at % step === step - 1);
}
