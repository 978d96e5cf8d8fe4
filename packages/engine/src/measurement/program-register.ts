import type { PlannedCase } from '../plan.ts';

/** The programs of a run: sources may be edited while it goes on. */
export interface ProgramRegister {
  /** Whether this is the program that the variant had in this run's first launch of the stack. */
  isSame(stack: string, planned: PlannedCase, variant: string, digest: string): boolean;
}

export function createProgramRegister(): ProgramRegister {
  const first = new Map<string, string>();
  return {
    isSame: (stack, { record: { operation, problem, dataType } }, variant, digest) => {
      const key = JSON.stringify([stack, operation, variant, problem, dataType]);
      const known = first.get(key);
      if (known === undefined) first.set(key, digest);
      return known === undefined || known === digest;
    },
  };
}
