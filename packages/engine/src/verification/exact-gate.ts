import type { Gate, Selection } from '@stackbench/model';
import type { IntegerFill } from './integer-fills.ts';

/** What the output must be for one integer fill, down to the bit. */
export interface ExactReference {
  fill: IntegerFill;
  selection: Extract<Selection, { kind: 'whole' | 'checksum' }>;
  /** The output's elements, or its weighted sums. */
  expected: Float64Array;
}

/**
 * Bit equality of what a worker read back with the reference. `describe` names a position in
 * `expected` for people.
 */
export function judgeExact(
  { selection, expected }: ExactReference,
  got: ArrayLike<number>,
  describe: (index: number, got: number, expected: number) => string,
): Gate {
  let wrong = 0;
  let first = -1;
  for (let i = 0; i < expected.length; i++) {
    // Written so that NaN fails.
    if (!(got[i] === expected[i])) {
      if (wrong === 0) first = i;
      wrong++;
    }
  }
  const passed = wrong === 0 && got.length === expected.length;
  return {
    passed,
    method: selection.kind,
    compared: expected.length,
    wrong,
    detail: passed
      ? null
      : wrong === 0
        ? `${got.length} values came back instead of ${expected.length}`
        : `${describe(first, got[first] ?? Number.NaN, expected[first] ?? Number.NaN)}; ` +
          `${wrong} of ${expected.length} are wrong`,
    relativeFrobenius: null,
    scaledMaximum: null,
  };
}
