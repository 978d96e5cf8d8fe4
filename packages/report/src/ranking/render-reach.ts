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
    ...reaches.flatMap(({ of, stacks }) =>
      hang(`  ${nameClass(of)}  `, escapeControl(listShares(stacks)), width),
    ),
  ];
}

/** `a 78%, b 34% over 5 problems; c 12% over 1 problem` */
export function listShares(
  stacks: readonly { id: string; share: number; problems: number }[],
): string {
  return [...Map.groupBy(stacks, ({ problems }) => problems)]
    .map(
      ([problems, same]) =>
        `${same.map(({ id, share }) => `${id} ${formatShare(share)}`).join(', ')} over ${count(problems, 'problem')}`,
    )
    .join('; ');
}
