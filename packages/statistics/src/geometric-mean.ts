import { BenchError } from '@stackbench/model';

/**
 * exp of the mean logarithm; the unit of the values. The one mean of ratios that does not depend on
 * which side is the baseline (Fleming & Wallace, CACM 29, 1986).
 * @throws BenchError when there are no values, or one is not a positive number
 */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new BenchError('The mean of no values was asked for');
  let logs = 0;
  for (const value of values) {
    if (!(value > 0) || !Number.isFinite(value)) {
      throw new BenchError(`The geometric mean of ${value} was asked for`);
    }
    logs += Math.log(value);
  }
  return Math.exp(logs / values.length);
}
