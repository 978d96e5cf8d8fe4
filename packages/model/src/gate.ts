import type { DataType } from './data-type.ts';
import type { Fill } from './fill.ts';
import type { Problem } from './problem.ts';
import type { Selection } from './selection.ts';
import type { Tunables } from './tunables.ts';

/** Limits of honest rounding; the source stands beside each table. */
export interface RoundingLimits {
  /** ‖out − expected‖ / ‖expected‖ over the compared numbers. */
  relativeFrobenius: number;
  /** max |out − expected| / magnitude. */
  scaledMaximum: number;
}

/** What numbers of one output must be. */
export interface Expectation {
  /** The output's name. */
  output: string;
  selection: Selection;
  /** What the selection must hand back: computed in float64 on the inputs exactly as stored. */
  expected: Float64Array;
  /** How far honest rounding leads away from that. Left out: it is exact, down to the bit. */
  rounding?: {
    /** Of each number, what its rounding errors scale with: Σ|a·b| for a sum of products. */
    magnitudes: Float64Array;
    limits: RoundingLimits;
  };
}

/** What one repetition must yield on inputs of the gate's choice. */
export interface Demand {
  fill: Fill;
  /** An output that is not named goes unchecked. None: the gate asks nothing. */
  expectations: readonly Expectation[];
}

/**
 * A test that a case must pass before a time of it counts. A gate says what must come out; running
 * and comparing is the engine's.
 */
export interface Gate<P extends Problem = Problem> {
  /** Names it in run files and messages: `exact`. */
  name: string;
  /**
   * Whether it has anything to ask: false where the other gates of the operation tell all that it would. Left out:
   * always, as the last gate of an operation must, whose inputs are timed.
   */
  asks?(problem: P, dataType: DataType): boolean;
  /**
   * Asked for once a problem and data type, for all variants and stacks.
   * @throws RangeError when the host has no memory for it
   */
  demand(problem: P, dataType: DataType, tunables: Tunables): Demand;
}
