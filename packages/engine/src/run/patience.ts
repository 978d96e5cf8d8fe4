import type { Outcome, Tunables } from '@stackbench/model';

/** Which stacks of a run are still worth a case: one whose every case hangs would take hours to say so. */
export interface Patience {
  note(outcome: Outcome): void;
  /** Why a stack is given up; null while it is not. */
  whyGivenUp(stack: string): string | null;
}

interface Streak {
  status: Outcome['status'];
  length: number;
  /** Its first line. */
  lastReason: string;
}

/** What ends a worker, and may be the stack's own fault. */
const ending: ReadonlySet<Outcome['status']> = new Set<Outcome['status']>(['crash', 'timeout']);

/** Outcomes of cases that never reached the worker's device: they tell nothing of the stack. */
const mute: ReadonlySet<Outcome['status']> = new Set<Outcome['status']>([
  'skipped',
  'unsupported',
  'interrupted',
]);

export function createPatience({ giveUpAfter }: Pick<Tunables, 'giveUpAfter'>): Patience {
  const streaks = new Map<string, Streak>();
  return {
    note: (outcome) => {
      const { stack, status } = outcome;
      if (mute.has(status)) return;
      if (outcome.status === 'ok' || !ending.has(status)) {
        streaks.delete(stack);
        return;
      }
      const before = streaks.get(stack);
      const length = before?.status === status ? before.length + 1 : 1;
      streaks.set(stack, { status, length, lastReason: outcome.reason.split('\n', 1)[0]! });
    },
    whyGivenUp: (stack) => {
      const streak = streaks.get(stack);
      if (streak === undefined || streak.length < giveUpAfter) return null;
      const { status, length, lastReason } = streak;
      return `${stack} was given up after ${length} cases in a row ended as ${status}, the last with: ${lastReason.replace(/\.?$/, '.')} Mend that, or leave the variants that do it out with --case, and start a new run.`;
    },
  };
}
