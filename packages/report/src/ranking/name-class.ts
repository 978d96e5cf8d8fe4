import type { RankingClass } from '../analysis/ranking.ts';
import { markOf } from '../tables.ts';
import { escapeControl } from '../text.ts';

/** What is ranked together: `f32 on the CPU †` */
export function nameClass(ranked: RankingClass): string {
  const where = ranked.device ?? (ranked.software ? 'the CPU' : undefined);
  const at = where === undefined ? '' : ` on ${escapeControl(where)}`;
  return ranked.dataType + at + markOf(ranked);
}
