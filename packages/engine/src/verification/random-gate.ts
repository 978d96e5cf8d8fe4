import type { Fill, Gate, Tolerance } from '@stackbench/model';

/** What some elements of the output must nearly be for one random fill. */
export interface RandomReference {
  fill: Fill;
  indices: Uint32Array;
  /** In float64, on inputs as stored. */
  values: Float64Array;
  /** Σ|a·b| of each element, which rounding errors scale with. */
  magnitudes: Float64Array;
}

/**
 * Compares sampled elements with the reference within the limits of honest rounding. `describe`
 * names an element for people.
 */
export function judgeRandom(
  { indices, values, magnitudes }: RandomReference,
  got: ArrayLike<number>,
  tolerance: Tolerance,
  describe: (index: number, got: number, expected: number) => string,
): Gate {
  let squaredError = 0;
  let squaredValue = 0;
  let scaledMaximum = 0;
  let wrong = 0;
  let first = -1;
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs((got[i] ?? Number.NaN) - values[i]!);
    const scaled = error === 0 ? 0 : error / magnitudes[i]!;
    squaredError += error ** 2;
    squaredValue += values[i]! ** 2;
    // Math.max keeps a NaN. The checks below are written so that NaN fails.
    scaledMaximum = Math.max(scaledMaximum, scaled);
    if (!(scaled <= tolerance.scaledMaximum)) {
      if (wrong === 0) first = i;
      wrong++;
    }
  }
  const relativeFrobenius = squaredError === 0 ? 0 : Math.sqrt(squaredError / squaredValue);
  const isClose = relativeFrobenius <= tolerance.relativeFrobenius;
  const passed = wrong === 0 && isClose && got.length === values.length;
  return {
    passed,
    method: 'sampled',
    compared: values.length,
    wrong,
    detail: passed ? null : explain(),
    relativeFrobenius: finiteOrNull(relativeFrobenius),
    scaledMaximum: finiteOrNull(scaledMaximum),
  };

  function explain(): string {
    if (got.length !== values.length) {
      return `${got.length} elements came back instead of ${values.length}`;
    }
    if (wrong === 0) {
      return (
        `the relative error ${relativeFrobenius.toExponential(1)} of all compared elements is ` +
        `above the limit of ${tolerance.relativeFrobenius}`
      );
    }
    return (
      `${describe(indices[first]!, got[first]!, values[first]!)}; ` +
      `${wrong} of ${values.length} compared are beyond rounding`
    );
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
