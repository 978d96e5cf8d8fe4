import { tQuantile } from './distributions.ts';
import { median } from './median.ts';

/** The rule by which a launch is odd; messages state it. */
export const oddRule = {
  /** How often launches that are all alike hold one that is called odd. */
  significance: 0.001,
  /** Fewer launches do not tell what is usual. */
  leastLaunches: 5,
  /** Of so many launches one may be odd. */
  launchesPerOdd: 5,
  /** What lies this close to the median, in logarithms, sets no headline. */
  leastDistance: 0.01,
} as const;

/**
 * The positions of launches that do not belong with the others, in ascending order: by the generalised
 * extreme Studentized deviate test (Rosner, Technometrics 25, 1983), which finds two that hide each other.
 * @param logs a natural logarithm each
 */
export function findOddLaunches(logs: readonly number[]): number[] {
  const count = logs.length;
  if (count < oddRule.leastLaunches) return [];
  const middle = median(logs);
  const kept = logs.map((_, position) => position);
  const removed: number[] = [];
  let odd = 0;
  for (let step = 1; step <= Math.floor(count / oddRule.launchesPerOdd); step++) {
    const left = kept.map((position) => logs[position] ?? middle);
    const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
    const squares = left.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (left.length - 1));
    if (deviation === 0) break;
    const distances = left.map((value) => Math.abs(value - mean));
    const farthest = distances.indexOf(Math.max(...distances));
    if ((distances[farthest] ?? 0) / deviation > criticalDistance(left.length)) odd = step;
    removed.push(...kept.splice(farthest, 1));
  }
  return removed
    .slice(0, odd)
    .filter((position) => Math.abs((logs[position] ?? middle) - middle) > oddRule.leastDistance)
    .toSorted((a, b) => a - b);
}

const knownDistances = new Map<number, number>();

/** How many standard deviations the farthest of `count` values may lie from their mean. Looked up after the first call. */
function criticalDistance(count: number): number {
  const known = knownDistances.get(count) ?? reckonDistance(count);
  knownDistances.set(count, known);
  return known;
}

function reckonDistance(count: number): number {
  const t = tQuantile(1 - oddRule.significance / (2 * count), count - 2);
  return ((count - 1) * t) / Math.sqrt((count - 2 + t * t) * count);
}
