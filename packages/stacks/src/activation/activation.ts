import type { Environment } from '@stackbench/workers';
import type { Problem } from '../problem.ts';

/** The environment variables that an activated Python environment gives its processes. */
export interface Activation {
  /** All of them, to start processes with. */
  env: Environment;
  /** What differs from the plain environment: the new value, or null where it was removed. */
  changes: Readonly<Record<string, string | null>>;
  /** Who did it: `conda's procedure`, `pixi shell-hook`, `venv's procedure`, `PATH alone`, `none`. */
  by: string;
  /** Why scripts could not be run to their end; `env` lacks what they would have set. */
  problem: ActivationProblem | null;
}

/** What one kind's procedure made. */
export type Activated = Omit<Activation, 'changes'>;

/** Why activation is not as it should be. */
export interface ActivationProblem extends Problem {
  /** Its own tools could not activate it either; otherwise it may lack what these alone would set. */
  isFatal: boolean;
}
