import { programRequest } from '../program-request.ts';
import type { LaunchOptions } from './run-launch.ts';

/** Has the driver build what the cases of a launch need, where it can do so ahead of them. */
export async function prebuild({
  stack,
  driver,
  round,
  cases,
  onEvent,
  signal,
}: LaunchOptions): Promise<void> {
  const requests = cases.flatMap((planned) =>
    planned.candidates.flatMap((variant) => {
      const request = programRequest(planned, variant);
      return 'unsupported' in request ? [] : [request];
    }),
  );
  await driver.prebuild?.(requests, {
    onProgress: (done, total) => onEvent({ type: 'prebuild', round, stack: stack.id, done, total }),
    signal,
  });
}
