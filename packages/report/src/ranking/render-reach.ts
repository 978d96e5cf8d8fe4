import type { LibraryReach } from '../analysis/stack-ranking/library-reach.ts';
import { count, formatShare } from '../numbers.ts';
import type { Paint } from '../style.ts';
import { escapeControl, hang } from '../text.ts';
import { nameClass } from './name-class.ts';

/** A line for each data type: what the best kernels of each stack reach of the fastest library. */
export function renderReach(
  reaches: readonly LibraryReach[],
  width: number,
  paint: Paint,
): string[] {
  if (reaches.length === 0) return [];
  return [
    paint('heading', 'Best kernels against the fastest library, geometric mean'),
    ...reaches.flatMap(({ of, stacks }) => {
      const told = [...Map.groupBy(stacks, ({ problems }) => problems)].map(
        ([problems, same]) =>
          `${same.map(({ id, share }) => `${id} ${formatShare(share)}`).join(', ')} over ${count(problems, 'problem')}`,
      );
      return hang(`  ${nameClass(of)}  `, escapeControl(told.join('; ')), width);
    }),
  ];
}
