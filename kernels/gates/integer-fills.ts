import { type DataType, dataTypeTraits, type Fill } from '@stackbench/model';

export type IntegerFill = Extract<Fill, { kind: 'integers' }>;

export const widestRange = 4;
const sparsest = 16;
/** Outputs stay within this many standard deviations: one in 10^15 does not. */
const deviations = 8;

/**
 * Integer fills whose outputs should be stored exactly in `dataType`, best first: the widest range
 * in [−4, 4], then ever more zeros.
 *
 * A product of two elements has variance v² with v = r(r + 1) / 3 · 2^−sparsity, so a sum of K has
 * the standard deviation v·√K, and never exceeds K·r². Whether a fill does stay exact, the
 * reference tells; the next one is the remedy.
 */
export function* integerFills(
  reductionLength: number,
  dataType: DataType,
  seed: number,
): Generator<IntegerFill, undefined> {
  const limit = dataTypeTraits(dataType).largestExactInteger;
  for (const fill of candidates(seed)) {
    const variance = integerVariance(fill.range) * 2 ** -fill.sparsity;
    const probable = deviations * variance * Math.sqrt(reductionLength);
    if (Math.min(probable, reductionLength * fill.range ** 2) <= limit) yield fill;
  }
}

/** Of an integer in [−range, range]. */
export function integerVariance(range: number): number {
  return (range * (range + 1)) / 3;
}

function* candidates(seed: number): Generator<IntegerFill> {
  for (let range = widestRange; range > 1; range--) {
    yield { kind: 'integers', range, sparsity: 0, seed };
  }
  for (let sparsity = 0; sparsity <= sparsest; sparsity++) {
    yield { kind: 'integers', range: 1, sparsity, seed };
  }
}
