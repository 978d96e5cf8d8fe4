import { isDeepStrictEqual } from 'node:util';
import { BenchError, type Outcome, type Run } from '@stackbench/model';
import type { RunPlan } from '../plan.ts';
import { byMaskedId } from './masked-ids.ts';

/** As much of a run as tells how far it came. */
export interface RunProgress extends Omit<Run, 'outcomes'> {
  outcomes: readonly Pick<Outcome, 'status'>[];
}

/** Whether nothing is left to measure: resuming such a run changes nothing. */
export function isFinished({ header, outcomes, footer }: RunProgress): boolean {
  const wanted = header.cases.length * header.stacks.length * header.rounds;
  const measured = outcomes.filter(({ status }) => status !== 'interrupted');
  return footer !== null && measured.length === wanted;
}

/**
 * The outcomes of `run` that `plan` need not measure again: all but the interrupted. Their stacks
 * are named as in the plan.
 * @throws BenchError when the plan is not that of the run: other cases, stacks, rounds or tunables
 */
export async function finishedOutcomes(
  plan: RunPlan,
  { header, outcomes }: Run,
): Promise<Outcome[]> {
  const stacks = await byMaskedId(plan.stacks);
  const differences = [
    ['suite', plan.suite, header.suite],
    ['cases', plan.cases.map(({ record }) => record.id), header.cases.map(({ id }) => id)],
    ['stacks', [...stacks.keys()], header.stacks.map(({ id }) => id)],
    ['rounds', plan.rounds, header.rounds],
    ['tunables', plan.tunables, header.tunables],
  ] as const;
  const difference = differences.find(([, now, then]) => !isSame(now, then));
  if (difference !== undefined) {
    throw new BenchError(
      `The run cannot be resumed, as its ${difference[0]} differ: ${describe(difference[1], difference[2])}`,
      { fix: 'Resume with the same options on the same stacks, or start a new run.' },
    );
  }
  return outcomes
    .filter(({ status }) => status !== 'interrupted')
    .map((outcome) => ({
      ...outcome,
      stack: stacks.get(outcome.stack)?.stack.id ?? outcome.stack,
    }));
}

function isSame(now: unknown, then: unknown): boolean {
  return isDeepStrictEqual(sorted(now), sorted(then));
}

/** Lists count as sets. */
function sorted(value: unknown): unknown {
  return Array.isArray(value)
    ? value.toSorted((a, b) => String(a).localeCompare(String(b)))
    : value;
}

function describe(now: unknown, then: unknown): string {
  if (Array.isArray(now) && Array.isArray(then)) {
    const [added, gone] = [
      new Set(now).difference(new Set(then)),
      new Set(then).difference(new Set(now)),
    ];
    const parts = [
      ...(gone.size > 0 ? [`${[...gone].join(', ')} is in the file only`] : []),
      ...(added.size > 0 ? [`${[...added].join(', ')} is in the plan only`] : []),
    ];
    return parts.join('; ');
  }
  return `${JSON.stringify(then)} in the file, ${JSON.stringify(now)} now`;
}
