import type { CaseRecord, Outcome } from '@stackbench/model';

/** No device comes near: 1e21 a second, of its smallest operations. */
const mostFlopsPerNs = 1e12;
/** Eleven days for one repetition: no launch lasts so long. */
const mostNs = 1e15;

/**
 * The outcome, or in place of one whose times no device can have taken, a wrong result that says so:
 * a number that a broken clock or a strange file made reaches no table.
 */
export function refuseAbsurd(outcome: Outcome, record: CaseRecord | undefined): Outcome {
  if (outcome.status !== 'ok' || record === undefined) return outcome;
  const leastNs = Math.max(record.flops, record.bytes) / mostFlopsPerNs;
  const absurd = outcome.kernelNs.find((ns) => !(ns >= leastNs && ns <= mostNs));
  if (absurd === undefined) return outcome;
  const { case: id, stack, round, verification } = outcome;
  return {
    case: id,
    stack,
    round,
    status: 'wrong-result',
    reason: `A sample says ${absurd} ns for one repetition, which no device can take: its clock is wrong.`,
    verification,
  };
}
