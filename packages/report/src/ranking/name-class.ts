import type { RankingClass } from '../analysis/ranking.ts';
import { markOf } from '../tables.ts';
import { escapeControl } from '../text.ts';

/** What is ranked together: `f32 on the CPU †` */
export function nameClass(ranked: RankingClass): string {
  const { on, mark } = placeOf(ranked);
  return `${ranked.dataType}${on === '' ? '' : ` on ${on}`}${mark}`;
}

/** The device alone, with what separates it from what follows: `the CPU †  `; nothing where the run has one GPU. */
export function namePlace(ranked: Omit<RankingClass, 'dataType'>): string {
  const { on, mark } = placeOf(ranked);
  const named = `${on}${mark}`.trim();
  return named === '' ? '' : `${named}  `;
}

function placeOf(ranked: Omit<RankingClass, 'dataType'>): { on: string; mark: string } {
  const where = ranked.device ?? (ranked.software ? 'the CPU' : '');
  return { on: escapeControl(where), mark: markOf(ranked) };
}
