import { readFact, type Stack } from '@stackbench/model';
import type { ComparedStack } from './comparison.ts';
import type { RunIndex } from './run-index.ts';

/** A stack in its run, and the letter by which people know it here. */
export interface Contestant {
  index: RunIndex;
  stack: Stack;
  letter: 'A' | 'B';
}

export function describeContestant({ index, stack }: Contestant): ComparedStack {
  const { runId, startedAt } = index.run.header;
  const setup = readFact(stack.facts, 'setup') ?? null;
  return { runId, startedAt, stack: stack.id, setup, software: stack.software };
}
