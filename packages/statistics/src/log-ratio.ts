import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { BenchError } from '@stackbench/model';
import type { Interval } from './interval.ts';

/**
 * What launches tell about ln(t_B / t_A). The unit is a launch: its median is one number, however
 * many samples it took, since samples of one launch share its luck.
 */
export interface LogRatio {
  /** Natural logarithm; below 0 when B takes less time than A. */
  mean: number;
  /** Null when there are too few launches to tell how much they scatter. */
  scatter: { standardError: number; degreesOfFreedom: number } | null;
  /** Pairs, or, of two runs, the launches of the one that has fewer. */
  launches: number;
}

/** Times of A and B in one round, both in the same unit. */
export interface TimePair {
  a: number;
  b: number;
}

/**
 * Paired: dᵣ = ln(t_B / t_A) by round, their mean and its standard error s / √n with n − 1 degrees
 * of freedom. What slows a whole round slows both, and cancels. (Student's paired t.)
 * @throws BenchError without pairs, or when a time is not a positive number
 */
export function pairedLogRatio(pairs: readonly TimePair[]): LogRatio {
  const differences = summarize(pairs.map(({ a, b }) => logTime(b) - logTime(a)));
  return {
    mean: differences.mean,
    scatter:
      differences.variance === null
        ? null
        : {
            standardError: Math.sqrt(differences.variance / pairs.length),
            degreesOfFreedom: pairs.length - 1,
          },
    launches: pairs.length,
  };
}

/**
 * Unpaired, for two runs: the difference of the mean logarithms, with Welch's standard error and
 * the degrees of freedom of Welch and Satterthwaite (B. L. Welch, Biometrika 34, 1947).
 * @throws BenchError when a side is empty, or a time is not a positive number
 */
export function unpairedLogRatio(a: readonly number[], b: readonly number[]): LogRatio {
  const sideA = summarize(a.map(logTime));
  const sideB = summarize(b.map(logTime));
  return {
    mean: sideB.mean - sideA.mean,
    scatter:
      sideA.variance === null || sideB.variance === null
        ? null
        : welchScatter(sideA.variance, a.length, sideB.variance, b.length),
    launches: Math.min(a.length, b.length),
  };
}

/** The two-sided t-interval of t_B / t_A itself; null when the launches are too few for one. */
export function ratioInterval(logRatio: LogRatio, confidence: number): Interval | null {
  if (logRatio.scatter === null) return null;
  const { standardError, degreesOfFreedom } = logRatio.scatter;
  const halfWidth = tQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
  return { low: Math.exp(logRatio.mean - halfWidth), high: Math.exp(logRatio.mean + halfWidth) };
}

function welchScatter(varianceA: number, countA: number, varianceB: number, countB: number) {
  const partA = varianceA / countA;
  const partB = varianceB / countB;
  const sum = partA + partB;
  const degreesOfFreedom = sum ** 2 / (partA ** 2 / (countA - 1) + partB ** 2 / (countB - 1));
  return {
    standardError: Math.sqrt(sum),
    // Without any scatter the formula is 0 / 0; pooled launches are its limit for equal parts.
    degreesOfFreedom: sum === 0 ? countA + countB - 2 : degreesOfFreedom,
  };
}

function summarize(values: readonly number[]): { mean: number; variance: number | null } {
  const count = values.length;
  if (count === 0) throw new BenchError('Launches of which there are none were compared');
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, variance: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (count - 1) };
}

function logTime(time: number): number {
  if (time > 0 && Number.isFinite(time)) return Math.log(time);
  throw new BenchError(`A time of ${time} was compared`);
}
