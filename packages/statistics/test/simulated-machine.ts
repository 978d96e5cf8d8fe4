import { median, type TimePair } from '../src/index.ts';
import type { Random } from './random.ts';

/** A machine whose launches scatter by 0.5 %, and whose 50 samples a launch scatter by as much. */
const launchDeviation = 0.005;
const sampleDeviation = 0.005;
const samples = 50;

export interface Session {
  rounds: number;
  /** True t_B / t_A. */
  ratio: number;
  /** Slowdown of the machine from the first launch to the last, as a fraction. */
  drift?: number;
  order?: 'randomised' | 'all A, then all B';
}

function launch(random: Random, time: number): number {
  const own = time * Math.exp(launchDeviation * random.normal());
  return median(
    Array.from({ length: samples }, () => own * Math.exp(sampleDeviation * random.normal())),
  );
}

/** The launch medians of A and B in each round of a session. */
export function simulate(
  random: Random,
  { rounds, ratio, drift = 0, order = 'randomised' }: Session,
): TimePair[] {
  const pairs: TimePair[] = [];
  for (let round = 0; round < rounds; round++) {
    const pair = { a: 0, b: 0 };
    const sides = random.shuffle(['a', 'b'] as const);
    for (const [position, side] of sides.entries()) {
      const turn =
        order === 'randomised' ? 2 * round + position : side === 'a' ? round : rounds + round;
      const slowdown = 1 + (drift * turn) / (2 * rounds - 1);
      pair[side] = launch(random, 100 * slowdown * (side === 'b' ? ratio : 1));
    }
    pairs.push(pair);
  }
  return pairs;
}
