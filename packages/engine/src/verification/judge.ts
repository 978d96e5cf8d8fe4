import type { Expectation, GateResult, RoundingLimits, Selection } from '@stackbench/model';

/** What a comparison found; which gate and output it was for is its caller's to say. */
type Finding = Omit<GateResult, 'gate' | 'output'>;

/** Names a position in `expected` for people, with what was found there. */
type Describe = (position: number, got: number, expected: number) => string;

const methods = {
  whole: 'whole',
  checksum: 'checksum',
  elements: 'sampled',
} as const satisfies Record<Selection['kind'], GateResult['method']>;

/** Compares what a worker read back with what it must be: to the bit, or within honest rounding. */
export function judge(
  expectation: Expectation,
  got: ArrayLike<number>,
  describe: Describe,
): Finding {
  const { selection, expected, rounding } = expectation;
  const found =
    rounding === undefined
      ? compareExactly(expected, got)
      : compareRounded(expected, got, rounding.magnitudes, rounding.limits);
  const complaint =
    got.length === expected.length
      ? complain(found)
      : `${got.length} values came back instead of ${expected.length}`;
  return {
    passed: complaint === null,
    method: methods[selection.kind],
    compared: expected.length,
    wrong: found.wrong,
    detail: complaint,
    relativeFrobenius: finiteOrNull(found.relativeFrobenius),
    scaledMaximum: finiteOrNull(found.scaledMaximum),
  };

  function complain({ wrong, first, relativeFrobenius }: Comparison): string | null {
    if (wrong > 0) {
      const where = describe(first, got[first]!, expected[first]!);
      return rounding === undefined
        ? `${where}; ${wrong} of ${expected.length} are wrong`
        : `${where}; ${wrong} of ${expected.length} compared are beyond rounding`;
    }
    const limit = rounding?.limits.relativeFrobenius;
    if (limit === undefined || relativeFrobenius <= limit) return null;
    return (
      `the relative error ${relativeFrobenius.toExponential(1)} of all compared elements is ` +
      `above the limit of ${limit.toPrecision(2)}`
    );
  }
}

interface Comparison {
  wrong: number;
  /** The first wrong position. */
  first: number;
  relativeFrobenius: number;
  scaledMaximum: number;
}

function compareExactly(expected: Float64Array, got: ArrayLike<number>): Comparison {
  let wrong = 0;
  let first = -1;
  for (let i = 0; i < expected.length; i++) {
    // Written so that NaN fails.
    if (!(got[i] === expected[i])) {
      if (wrong === 0) first = i;
      wrong++;
    }
  }
  return { wrong, first, relativeFrobenius: Number.NaN, scaledMaximum: Number.NaN };
}

function compareRounded(
  expected: Float64Array,
  got: ArrayLike<number>,
  magnitudes: Float64Array,
  limits: RoundingLimits,
): Comparison {
  let squaredError = 0;
  let squaredValue = 0;
  let scaledMaximum = 0;
  let wrong = 0;
  let first = -1;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs((got[i] ?? Number.NaN) - expected[i]!);
    const scaled = error === 0 ? 0 : error / magnitudes[i]!;
    squaredError += error ** 2;
    squaredValue += expected[i]! ** 2;
    // Math.max keeps a NaN. The check below is written so that NaN fails.
    scaledMaximum = Math.max(scaledMaximum, scaled);
    if (!(scaled <= limits.scaledMaximum)) {
      if (wrong === 0) first = i;
      wrong++;
    }
  }
  const relativeFrobenius = squaredError === 0 ? 0 : Math.sqrt(squaredError / squaredValue);
  return { wrong, first, relativeFrobenius, scaledMaximum };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
