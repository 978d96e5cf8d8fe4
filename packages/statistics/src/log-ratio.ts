import { tQuantile } from './distributions.ts';
import { BenchError } from '@stackbench/model';
import type { Interval } from './interval.ts';
import { findOddLaunches } from './odd-launches.ts';

/**
 * What launches tell about ln(t_B / t_A). The unit is a launch: its median is one number, however
 * many samples it took, since samples of one launch share its luck.
 */
export interface LogRatio {
  /** Natural logarithm; below 0 when B takes less time than A. Odd launches are set aside. */
  mean: number;
  /** Null when there are too few launches to tell how much they scatter. */
  scatter: { standardError: number; degreesOfFreedom: number } | null;
  /** How far the steps of the clocks leave the mean open, however well the launches agree. */
  resolution: number;
  /** Pairs, or, of two runs, the launches of the one that has fewer; odd ones included. */
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
 * @param resolution half a step of either clock, each as a fraction of its time, added up
 * @throws BenchError without pairs, or when a time is not a positive number
 */
export function pairedLogRatio(pairs: readonly TimePair[], resolution = 0): LogRatio {
  const { mean, variance, count } = summarize(pairs.map(logRatioOf), resolution);
  return {
    mean,
    scatter:
      variance === null
        ? null
        : { standardError: Math.sqrt(variance / count), degreesOfFreedom: count - 1 },
    resolution,
    launches: pairs.length,
  };
}

/** dᵣ of one round. */
export function logRatioOf({ a, b }: TimePair): number {
  return logTime(b) - logTime(a);
}

/** By how much two runs of the same thing are taken to differ: a standard deviation, a fraction of time. */
export const runDeviation = 0.02;
/** Fewer runs of a baseline do not tell how much runs differ. */
export const tellingRuns = 3;

/**
 * Unpaired, for two runs: launches of one run share its clocks, its temperature and its placement, so
 * that they do not tell how much runs differ (A/A found to differ in 5.8, 19 and 35 % of pairs of runs at
 * 0.5, 1 and 2 % from run to run). That comes from the runs of the baseline where there are three, with
 * Student's t for one more; else {@link runDeviation} is allowed for each run, beside what the launches
 * scatter (B. L. Welch, Biometrika 34, 1947, with a known part).
 * @param baselines the launches of each run of A
 * @throws BenchError when a run is empty, or a time is not a positive number
 */
export function unpairedLogRatio(
  baselines: readonly (readonly number[])[],
  b: readonly number[],
  resolution = 0,
): LogRatio {
  const before = baselines.map((times) => summarize(times.map(logTime), resolution));
  const after = summarize(b.map(logTime), resolution);
  const { mean, variance } = summarize(
    before.map((run) => run.mean),
    resolution,
  );
  const runs = before.length;
  return {
    mean: after.mean - mean,
    scatter:
      runs >= tellingRuns && variance !== null
        ? { standardError: Math.sqrt(variance * (1 + 1 / runs)), degreesOfFreedom: runs - 1 }
        : allowForRuns(before, after),
    resolution,
    launches: Math.min(b.length, ...baselines.map((times) => times.length)),
  };
}

function allowForRuns(before: readonly Summary[], after: Summary): LogRatio['scatter'] {
  const parts = [
    ...before.map((run) => ({ ...run, weight: 1 / before.length })),
    { ...after, weight: 1 },
  ].map(({ variance, count, weight }) =>
    variance === null ? null : { variance: (weight ** 2 * variance) / count, freedom: count - 1 },
  );
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  const allowed = Math.log1p(runDeviation) ** 2 * (1 + 1 / before.length);
  const sum = known.reduce((total, { variance }) => total + variance, allowed);
  const estimated = known.reduce(
    (total, { variance, freedom }) => total + variance ** 2 / freedom,
    0,
  );
  return {
    standardError: Math.sqrt(sum),
    // What is allowed for is known, so that it costs no freedom; far more than enough is as good as ∞.
    degreesOfFreedom: Math.min(1e6, sum ** 2 / estimated),
  };
}

/** The two-sided t-interval of t_B / t_A itself; null when the launches are too few for one. */
export function ratioInterval(logRatio: LogRatio, confidence: number): Interval | null {
  const halfWidth = halfWidthOf(logRatio, confidence);
  if (halfWidth === null) return null;
  return { low: Math.exp(logRatio.mean - halfWidth), high: Math.exp(logRatio.mean + halfWidth) };
}

/** Of the interval, in logarithms: never less than what the clocks leave open. */
export function halfWidthOf({ scatter, resolution }: LogRatio, confidence: number): number | null {
  if (scatter === null) return null;
  const { standardError, degreesOfFreedom } = scatter;
  return Math.max(resolution, quantileOf(confidence, degreesOfFreedom) * standardError);
}

const quantilesByConfidence = new Map<number, Map<number, number>>();

/** Of launches in pairs the degrees of freedom are whole numbers, and few: those are looked up after the first call. */
function quantileOf(confidence: number, degreesOfFreedom: number): number {
  const quantiles = quantilesByConfidence.get(confidence) ?? new Map<number, number>();
  quantilesByConfidence.set(confidence, quantiles);
  const known = quantiles.get(degreesOfFreedom);
  if (known !== undefined) return known;
  const quantile = tQuantile((1 + confidence) / 2, degreesOfFreedom);
  if (Number.isInteger(degreesOfFreedom)) quantiles.set(degreesOfFreedom, quantile);
  return quantile;
}

interface Summary {
  mean: number;
  /** Null of one value. */
  variance: number | null;
  /** Values that are not odd. */
  count: number;
}

function summarize(logs: readonly number[], resolution: number): Summary {
  const odd = new Set(findOddLaunches(logs));
  const values = logs.filter((_, position) => !odd.has(position));
  const count = values.length;
  if (count === 0) throw new BenchError('Launches of which there are none were compared');
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, variance: null, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  // Two clocks that round to their steps scatter by themselves: each uniform, step² / 12.
  return { mean, variance: Math.max(squares / (count - 1), resolution ** 2 / 6), count };
}

function logTime(time: number): number {
  if (time > 0 && Number.isFinite(time)) return Math.log(time);
  throw new BenchError(`A time of ${time} was compared`);
}
