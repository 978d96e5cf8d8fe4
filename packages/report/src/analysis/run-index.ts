import { BenchError, type CaseRecord, type Stack } from '@stackbench/model';
import { sayClocks } from './clock.ts';
import type { LaunchedRun, LaunchOutcome } from './launch-outcome.ts';
import { refuseAbsurd } from './plausible.ts';

/** A run looked up by stack, case and round; made once for many comparisons. */
export interface RunIndex {
  run: LaunchedRun;
  cases: ReadonlyMap<string, CaseRecord>;
  /** By stack id, then case id: one for each round, in their order. */
  outcomes: ReadonlyMap<string, ReadonlyMap<string, readonly LaunchOutcome[]>>;
}

/** Rankings, comparisons and controls of a run ask for it each. */
const memo = new WeakMap<LaunchedRun, RunIndex>();

export function indexRun(told: LaunchedRun): RunIndex {
  const index = memo.get(told) ?? makeIndex(told);
  memo.set(told, index).set(index.run, index);
  return index;
}

function makeIndex(told: LaunchedRun): RunIndex {
  const run = sayClocks(told);
  const cases = new Map(run.header.cases.map((record) => [record.id, record]));
  const outcomes = new Map<string, Map<string, LaunchOutcome[]>>();
  for (const outcome of run.outcomes) {
    const byCase = outcomes.get(outcome.stack) ?? new Map<string, LaunchOutcome[]>();
    const rounds = byCase.get(outcome.case);
    const sound = refuseAbsurd(outcome, cases.get(outcome.case));
    outcomes.set(outcome.stack, byCase);
    // A list that begins empty takes room for 17: of a million cells each may have one.
    if (rounds === undefined) byCase.set(outcome.case, [sound]);
    else insert(rounds, sound);
  }
  return { run, cases, outcomes };
}

/** A run that was resumed may hold an interrupted outcome before the one that counts. */
function insert(rounds: LaunchOutcome[], outcome: LaunchOutcome): void {
  const { round } = outcome;
  // As a run writes them, unless it was broken off.
  const at = rounds.findLastIndex((each) => each.round <= round);
  if (rounds[at]?.round === round) rounds[at] = outcome;
  else rounds.splice(at + 1, 0, outcome);
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
export function outcomesOf(index: RunIndex, stack: string, id: string): readonly LaunchOutcome[] {
  return index.outcomes.get(stack)?.get(id) ?? [];
}
