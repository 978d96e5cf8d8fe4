import type { Header } from '@stackbench/model';
import { describeLead } from '../analysis/lead.ts';
import type { StackPlace, StackRanking } from '../analysis/stack-ranking/stack-ranking.ts';
import { markOf } from '../tables.ts';
import { formatShare, formatThroughput } from '../numbers.ts';
import type { Paint } from '../style.ts';
import { escapeControl, hang, padEnd, padStart, textWidth } from '../text.ts';
import { decidingCommand } from './deciding-command.ts';
import { describeField, describeStanding } from './phrases.ts';

/** A ranking of stacks for a terminal: the places, what to believe of them, and what would decide. */
export function renderRanking(
  ranking: StackRanking,
  header: Header,
  { width, paint, program }: { width: number; paint: Paint; program?: string },
): string[] {
  const { dataType, device, software, leftOut } = ranking;
  const where = device ?? (software ? 'the CPU' : undefined);
  const title = `${dataType}${where === undefined ? '' : ` on ${escapeControl(where)}`}${markOf(ranking)}`;
  const decision = decidingCommand(header, ranking, program);
  const out = leftOut.map(({ id }) => id).join(', ');
  return [
    ...hang(`${paint('heading', title)}  `, describeField(ranking), width),
    ...hang('  ', escapeControl(describeStanding(ranking)), width),
    ...placeLines(ranking, width).flatMap((lines, at) => {
      const tone = at === 0 ? 'quiet' : at === 1 ? 'top' : null;
      return tone === null ? lines : lines.map((line) => paint(tone, line));
    }),
    ...(out === '' ? [] : hang('  ', escapeControl(`too little measured: ${out}`), width)),
    ...(decision === null
      ? []
      : [
          `  ${decision.likely ? 'To decide' : 'More rounds narrow it'}:`,
          `    ${escapeControl(decision.command)}`,
        ]),
  ];
}

/** A line a place; where that is too long, the stack on one line and its numbers below. */
function placeLines(ranking: StackRanking, width: number): string[][] {
  // Without an interval there is an order, and no place.
  const isRanked = ranking.places[1]?.behind?.interval != null;
  const rows = [
    ['', 'mean', 'share', 'fastest on', isRanked ? 'seen from 1' : ''],
    ...ranking.places.map((place, at) => [
      `  ${isRanked ? padStart(`${at + 1}`, 2) : '  '}  ${escapeControl(place.stack.id)}`,
      place.rate === null ? '' : formatThroughput(place.rate),
      formatShare(place.share),
      `${place.wins} of ${ranking.cases.length}`,
      isRanked ? standingOf(place) : '',
    ]),
  ];
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => textWidth(row[at]!))));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 || at === 4 ? padEnd : padStart)(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (lines.every((line) => textWidth(line) <= width)) return lines.map((line) => [line]);
  const [, ...places] = rows;
  return [
    [],
    ...places.map(([name = '', mean, share, wins, standing]) => [
      ...hang('', name, width),
      ...hang(
        '      ',
        [mean, share, `fastest on ${wins}`, standing].filter(Boolean).join('  '),
        width,
      ),
    ]),
  ];
}

/** In a word, how a place stands to the first. */
function standingOf({ behind }: StackPlace): string {
  if (behind === null) return '';
  const word = describeLead(behind);
  return word === 'clearly' ? 'behind' : word;
}
