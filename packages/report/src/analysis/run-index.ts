import { BenchError, type CaseRecord, type Outcome, type Run, type Stack } from '@stackbench/model';
import { sayClocks } from './clock.ts';
import { refuseAbsurd } from './plausible.ts';

/** A run looked up by stack, case and round; made once for many comparisons. */
export interface RunIndex {
  run: Run;
  cases: ReadonlyMap<string, CaseRecord>;
  /** By stack id, then case id, then round. */
  outcomes: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, Outcome>>>;
}

export function indexRun(told: Run): RunIndex {
  const run = sayClocks(told);
  const cases = new Map(run.header.cases.map((record) => [record.id, record]));
  const outcomes = new Map<string, Map<string, Map<number, Outcome>>>();
  for (const outcome of run.outcomes) {
    const byCase = outcomes.get(outcome.stack) ?? new Map<string, Map<number, Outcome>>();
    const byRound = byCase.get(outcome.case) ?? new Map<number, Outcome>();
    outcomes.set(outcome.stack, byCase.set(outcome.case, byRound));
    // A run that was resumed may hold an interrupted outcome before the one that counts.
    byRound.set(outcome.round, refuseAbsurd(outcome, cases.get(outcome.case)));
  }
  return { run, cases, outcomes };
}

/** @throws BenchError when the run has no stack of that id */
export function findStack({ run }: RunIndex, id: string): Stack {
  const stack = run.header.stacks.find((one) => one.id === id);
  if (stack !== undefined) return stack;
  const known = run.header.stacks.map((one) => one.id).join(', ');
  throw new BenchError(`The run ${run.header.runId} has no stack '${id}'`, {
    fix: `Name one of ${known}.`,
  });
}

/** The outcomes of a case on a stack, by round in ascending order. */
export function outcomesOf(index: RunIndex, stack: string, id: string): Outcome[] {
  const byRound = index.outcomes.get(stack)?.get(id);
  if (byRound === undefined) return [];
  const outcomes = [...byRound.values()];
  // As a run writes them, unless it was broken off.
  const isInOrder = outcomes.every(({ round }, at) => at === 0 || outcomes[at - 1]!.round < round);
  return isInOrder ? outcomes : outcomes.toSorted((a, b) => a.round - b.round);
}
