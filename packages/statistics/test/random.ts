import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of the numbers that a simulated machine needs. */
export interface Random {
  /** Standard normal, by Box and Muller, who make two at a time. */
  normal(): number;
  shuffle<Item>(items: readonly Item[]): Item[];
}

export function seedRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  let spare: number | null = null;
  const uniform = () => 1 - uniformFloat64(generator);
  return {
    normal() {
      const kept = spare;
      spare = null;
      if (kept !== null) return kept;
      const radius = Math.sqrt(-2 * Math.log(uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffle(items) {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = uniformInt(generator, 0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
      }
      return shuffled;
    },
  };
}
