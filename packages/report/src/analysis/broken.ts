import type { Broken } from './comparison.ts';
import type { LaunchOutcome } from './launch-outcome.ts';
import { outcomesOf } from './run-index.ts';
import type { Contestant } from './contestant.ts';
import { failingStatuses } from './summary.ts';

/** The cases that B failed in some round, and that every run of A measured without failing. */
export function findBroken(baselines: readonly Contestant[], b: Contestant): Broken[] {
  if (!hasFailed(b)) return [];
  return [...b.index.cases.keys()].flatMap((id) => {
    const failures = ownOutcomes(b, id).filter(isFailing);
    const [first] = failures;
    if (first === undefined || first.status === 'ok') return [];
    const works = baselines.every((a) => {
      const outcomes = ownOutcomes(a, id);
      return outcomes.some(({ status }) => status === 'ok') && !outcomes.some(isFailing);
    });
    if (!works) return [];
    const rounds = `${failures.length} of ${b.index.run.header.rounds} rounds`;
    return [
      { case: id, reason: `${first.status.replaceAll('-', ' ')} in ${rounds}: ${first.reason}` },
    ];
  });
}

function hasFailed({ index, stack }: Contestant): boolean {
  const cases = index.outcomes.get(stack.id)?.values() ?? Iterator.from([]);
  return cases.some((rounds) => rounds.some(isFailing));
}

function ownOutcomes({ index, stack }: Contestant, id: string): readonly LaunchOutcome[] {
  return outcomesOf(index, stack.id, id);
}

function isFailing({ status }: LaunchOutcome): boolean {
  return failingStatuses.includes(status);
}
