import { formatThroughput } from './numbers.ts';
import { fastest, type Ranking, variantName } from './analysis/ranking.ts';
import type { Paint } from './style.ts';
import { marks } from './tables.ts';
import { escapeControl, hang, padEnd, padStart, textWidth } from './text.ts';

/**
 * The highest throughput of each operation and data type, hardware and software apart, with the
 * variant, the stack and the problem that gave it.
 */
export function describeFastest(
  rankings: readonly Ranking[],
  width: number,
  paint: Paint,
): string[] {
  const families = Map.groupBy(rankings, ({ operation, dataType, software }) =>
    JSON.stringify([operation, dataType, software]),
  );
  const winners = [...families.values()].flatMap(
    (family) => fastest(family.flatMap(({ entries }) => entries)) ?? [],
  );
  if (winners.length === 0) return [];
  const rows = winners.map((winner) => ({
    what: escapeControl(`${winner.case.operation} ${winner.case.dataType}`),
    speed: formatThroughput(winner.measured.rate),
    how: escapeControl(
      `${variantName(winner)} on ${winner.stack.id}${winner.stack.software ? ` ${marks.software}` : ''}` +
        `, at ${winner.case.problem}`,
    ),
  }));
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
