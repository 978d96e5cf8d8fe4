import type { OkOutcome, Outcome } from '@stackbench/model';
import { fiveNumbers } from '@stackbench/statistics';

/**
 * An outcome without what no publication tells: there may be a million of them in memory. Of its samples five numbers
 * are kept, of what its gates found the greatest error, where all of them passed.
 */
export function slimOutcome(outcome: Outcome): Outcome {
  if (outcome.status !== 'ok') return outcome;
  const { host: _, notes: __, kernelNs, verification, ...kept } = outcome;
  return {
    ...kept,
    kernelNs: fiveNumbers(kernelNs),
    verification: slimVerification(verification),
  };
}

function slimVerification(verification: OkOutcome['verification']): OkOutcome['verification'] {
  const { gates } = verification;
  if (gates.some(({ passed }) => !passed)) return verification;
  const telling = gates.reduce((most, gate) =>
    (gate.relativeFrobenius ?? -1) > (most.relativeFrobenius ?? -1) ? gate : most,
  );
  return { gates: [telling] };
}
