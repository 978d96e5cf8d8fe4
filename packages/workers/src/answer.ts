import type { FailedOutcome } from '@stackbench/model';

/** What went wrong with a request, a program or a case: an outcome in the making. */
export interface Failed {
  ok: false;
  status: FailedOutcome['status'];
  reason: string;
}

/** The reply to a request, or how it failed. */
export type Answer<T> = { ok: true; result: T; roundTripNs: number } | Failed;

export function failed(status: Failed['status'], reason: string): Failed {
  return { ok: false, status, reason };
}
