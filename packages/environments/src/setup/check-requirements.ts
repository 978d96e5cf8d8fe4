import { isLowerVersion } from '@stackbench/stacks';
import type { Requirement, RequirementOperator, RequirementSubject } from './setup.ts';

/** What a machine has; null where there is none, or nothing tells. */
export type Possessions = Readonly<Record<RequirementSubject, string | null>>;

export interface Check {
  requirement: Requirement;
  found: string | null;
  /** `unknown`: there is nothing to compare with, such as a driver on a machine without a GPU. */
  state: 'met' | 'unmet' | 'unknown';
}

/** Holds what a setup requires against what the machine has. */
export function checkRequirements(
  requirements: readonly Requirement[],
  possessions: Possessions,
): Check[] {
  return requirements.map((requirement) => {
    const found = possessions[requirement.subject];
    if (found === null) return { requirement, found, state: 'unknown' };
    const isMet = holds[requirement.operator](found, requirement.value);
    return { requirement, found, state: isMet ? 'met' : 'unmet' };
  });
}

const holds: Readonly<Record<RequirementOperator, (found: string, value: string) => boolean>> = {
  '==': (found, value) => found === value,
  '>=': (found, value) => !isLowerVersion(found, value),
  '<': (found, value) => isLowerVersion(found, value),
  '<=': (found, value) => !isLowerVersion(value, found),
  '>': (found, value) => isLowerVersion(value, found),
};
