import type { StackPlace, StackRanking } from '../analysis/stack-ranking/stack-ranking.ts';
import { formatShare, formatThroughput } from '../numbers.ts';
import type { Paint } from '../style.ts';
import { escapeControl, hang, padEnd, padStart, textWidth } from '../text.ts';
import { describePlace, isRanked } from './phrases.ts';

interface Row {
  name: string;
  mean: string;
  share: string;
  wins: string;
  standing: string;
}

/** A line a place; where that is too long, the stack on one line and its numbers below. */
export function renderPlaces(ranking: StackRanking, width: number, paint: Paint): string[] {
  const rows = ranking.places.map((place, at) => toRow(place, at, ranking));
  const standing = isRanked(ranking) ? 'to the 1st' : '';
  const header = { name: '', mean: 'mean', share: 'share', wins: 'fastest', standing };
  const [top = '', first = '', ...others] = align([header, ...rows]);
  const lines = [paint('quiet', top), paint('top', first), ...others];
  return [top, first, ...others].every((line) => textWidth(line) <= width)
    ? lines
    : rows.flatMap((row) => stack(row, width));
}

function toRow(place: StackPlace, at: number, ranking: StackRanking): Row {
  const ranked = isRanked(ranking);
  return {
    name: `${padStart(ranked ? `${at + 1}` : '', 3)}  ${escapeControl(place.stack.id)}`,
    mean: place.rate === null ? '' : formatThroughput(place.rate),
    share: formatShare(place.share),
    wins: `${place.wins} of ${ranking.cases.length}`,
    standing: ranked ? describePlace(place) : '',
  };
}

function align(rows: readonly Row[]): string[] {
  const widest = (key: keyof Row) => Math.max(...rows.map((row) => textWidth(row[key])));
  return rows.map((row) =>
    [
      padEnd(row.name, widest('name')),
      padStart(row.mean, widest('mean')),
      padStart(row.share, widest('share')),
      padStart(row.wins, widest('wins')),
      row.standing,
    ]
      .join('  ')
      .trimEnd(),
  );
}

function stack({ name, mean, share, wins, standing }: Row, width: number): string[] {
  const numbers = [mean, share, `fastest on ${wins}`, standing].filter((text) => text !== '');
  return [...hang('', name, width), ...hang('      ', numbers.join('  '), width)];
}
