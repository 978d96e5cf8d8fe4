import type { FailedOutcome } from '@stackbench/model';

/** What went wrong with a request, a program or a case: an outcome in the making. */
export interface Failed {
  ok: false;
  status: FailedOutcome['status'];
  reason: string;
}

/** A failure with what the process last said of itself; empty: nothing. */
export interface WorkerFailure extends Failed {
  said: string;
}

/** The reply to a request, or how it failed. */
export type Answer<T> = { ok: true; result: T; roundTripNs: number } | WorkerFailure;

export function failed(status: Failed['status'], reason: string): Failed {
  return { ok: false, status, reason };
}

/** The same failure with what was said last as part of its reason. */
export function withSaid({ said, ...failure }: WorkerFailure): Failed {
  const { reason } = failure;
  if (said === '') return failure;
  return { ...failure, reason: `${reason.replace(/\.$/, '')}; it last said:\n${said}` };
}
