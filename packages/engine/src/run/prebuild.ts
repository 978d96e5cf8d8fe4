import { programRequest } from '../program-request.ts';
import type { RunnableStack } from '@stackbench/workers';
import type { RunEvent } from '../events.ts';
import type { PlannedCase } from '../plan.ts';

/** What a launch is going to run, and who is told. */
export interface LaunchedCases extends RunnableStack {
  round: number;
  /** In the order they run. */
  cases: readonly PlannedCase[];
  onEvent: (event: RunEvent) => void;
  signal: AbortSignal | undefined;
}

/**
 * Has the driver build what the cases of a launch need, where it can do so ahead of them.
 * @param timeoutMs of each compiler
 */
export async function prebuild(
  { stack, driver, round, cases, onEvent, signal }: LaunchedCases,
  timeoutMs: number,
): Promise<void> {
  const requests = cases.flatMap((planned) =>
    planned.candidates.flatMap((variant) => {
      const request = programRequest(planned, variant, stack);
      return 'unsupported' in request ? [] : [request];
    }),
  );
  await driver.prebuild?.(requests, {
    onProgress: (done, total) => onEvent({ type: 'prebuild', round, stack: stack.id, done, total }),
    signal,
    timeoutMs,
  });
}
