import type { OkOutcome, Outcome } from '@stackbench/model';
import { fiveNumbers } from '@stackbench/statistics';
import type { LaunchOutcome, OkLaunch } from '../launch-outcome.ts';

/**
 * An outcome without what no publication tells: there may be a million of them in memory. Of its samples five numbers
 * are kept, of what its gates found the greatest error and whether all of them passed. All are of one shape, as literals
 * are: what is copied by a spread takes twice the room.
 */
export function slimOutcome(outcome: Outcome): LaunchOutcome {
  if (outcome.status !== 'ok') return outcome;
  return {
    case: outcome.case,
    stack: outcome.stack,
    round: outcome.round,
    status: outcome.status,
    programDigest: outcome.programDigest,
    kernelNs: fiveNumbers(outcome.kernelNs),
    repetitions: outcome.repetitions,
    caches: outcome.caches,
    callLatencyNs: outcome.callLatencyNs,
    firstCallNs: outcome.firstCallNs,
    buildNs: outcome.buildNs,
    timedBy: outcome.timedBy,
    chosenVariant: outcome.chosenVariant,
    timesSlower: outcome.timesSlower,
    conditions: outcome.conditions,
    verification: slimVerification(outcome.verification),
  };
}

function slimVerification({ gates }: OkOutcome['verification']): OkLaunch['verification'] {
  const passed = gates.every((gate) => gate.passed);
  const errors = gates.flatMap(({ relativeFrobenius }) => relativeFrobenius ?? []);
  if (passed && errors.length === 0) return passedExactly;
  return {
    gates: [{ passed, relativeFrobenius: errors.length === 0 ? null : Math.max(...errors) }],
  };
}

/** Most outcomes of integers have it in common. */
const passedExactly: OkLaunch['verification'] = {
  gates: [{ passed: true, relativeFrobenius: null }],
};
