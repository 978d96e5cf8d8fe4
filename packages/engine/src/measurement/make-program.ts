import {
  BenchError,
  type KernelPlan,
  type KernelVariant,
  type Program,
  TimeoutError,
} from '@stackbench/model';
import { failed, type Failed } from '@stackbench/workers';
import type { PlannedCase } from '../plan.ts';
import { programRequest } from '../program-request.ts';
import type { LaunchContext } from './context.ts';

/** The program of a variant for the problem of a case, with what its plan notes; or why there is none. */
export async function makeProgram(
  {
    stack,
    driver,
    signal,
    tunables,
  }: Pick<LaunchContext, 'stack' | 'driver' | 'signal' | 'tunables'>,
  planned: PlannedCase,
  variant: KernelVariant,
): Promise<{ ok: true; program: Program; notes: KernelPlan['notes'] } | Failed> {
  const request = programRequest(planned, variant, stack);
  if ('unsupported' in request) return failed('unsupported', request.unsupported);
  try {
    const program = await driver.program(request, { signal, timeoutMs: tunables.buildTimeoutMs });
    if ('unsupported' in program) return failed('unsupported', program.unsupported);
    return { ok: true, program, notes: request.plan.notes };
  } catch (error) {
    if (signal?.aborted === true) return failed('interrupted', 'The run was interrupted.');
    // A kernel source that cannot be read or assembled concerns this case alone.
    if (error instanceof TimeoutError) return failed('timeout', error.message);
    if (error instanceof BenchError) return failed('compile-error', error.message);
    throw error;
  }
}
