import { describeLead } from './analysis/lead.ts';
import { fastest, type Ranking, variantName } from './analysis/ranking.ts';
import { formatDetectable } from './compare/phrases.ts';
import { formatThroughput } from './numbers.ts';
import type { Paint } from './style.ts';
import { familyOf, markOf } from './tables.ts';
import { escapeControl, hang, padEnd, padStart, textWidth } from './text.ts';

/**
 * The highest throughput of each operation and data type, hardware and software apart, with the
 * variant, the stack and the problem that gave it, and whether it is ahead of the next stack.
 */
export function describeFastest(
  rankings: readonly Ranking[],
  width: number,
  paint: Paint,
): string[] {
  const families = [...Map.groupBy(rankings, familyOf).values()];
  const rows = families.flatMap((family) => {
    const winner = fastest(family.flatMap(({ entries }) => entries));
    const ranking = family.find(({ best }) => best === winner);
    if (winner === null || ranking === undefined) return [];
    const { case: record, stack, measured } = winner;
    return [
      {
        what: escapeControl(`${record.operation} ${record.dataType}`),
        speed: formatThroughput(measured.rate),
        how: escapeControl(
          `${variantName(winner)} on ${stack.id}${markOf(ranking)}, at ${record.problem}${aheadOf(ranking)}`,
        ),
      },
    ];
  });
  if (rows.length === 0) return [];
  const whatWidth = Math.max(...rows.map(({ what }) => textWidth(what)));
  const speedWidth = Math.max(...rows.map(({ speed }) => textWidth(speed)));
  return [
    paint('heading', 'Fastest'),
    ...rows.flatMap(({ what, speed, how }) =>
      hang(
        `  ${padEnd(what, whatWidth)}  ${paint('top', padStart(speed, speedWidth))}  `,
        how,
        width,
      ),
    ),
  ];
}

/** `; ahead of webgpu:dawn/x: clearly (1.2 % could have been told)` */
function aheadOf({ next, lead }: Ranking): string {
  if (next === null) return '';
  const told = lead?.detectable == null ? '' : ` (${formatDetectable(lead)} could have been told)`;
  return `; ahead of ${next.stack.id}: ${describeLead(lead)}${told}`;
}
