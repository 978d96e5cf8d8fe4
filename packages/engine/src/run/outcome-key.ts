import type { Outcome } from '@stackbench/model';

/** What makes an outcome this one and no other. */
export function outcomeKey(outcome: Pick<Outcome, 'case' | 'stack' | 'round'>): string {
  return JSON.stringify([outcome.round, outcome.stack, outcome.case]);
}
