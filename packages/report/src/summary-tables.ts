import { disciplineOf } from './analysis/stack-ranking/discipline.ts';
import { fastest, isMeasured, type Ranking } from './analysis/ranking.ts';
import { withoutCopies } from './analysis/without-copies.ts';
import type { Cell } from './grid.ts';
import { familyOf, isAllHot, makeCell, makeTable, markOf, type Table, unitOf } from './tables.ts';

const nothing: Cell = { kind: 'word', text: '', tone: 'quiet' };

/**
 * A table for each operation and data type: stacks, by what they are ranked by, × problems. Null where
 * neither a library nor `best` speaks for the stacks. Copies are told as bandwidths.
 */
export function makeSummaryTables(rankings: readonly Ranking[]): Table[] | null {
  const contests = withoutCopies(rankings, ({ entries }) => entries[0]?.case);
  const speaking = contests.flatMap(speakFor);
  if (speaking.length === 0) return null;
  return [...Map.groupBy(speaking, familyOf).values()].map((family) => summaryTable(family));
}

/** The ranking with what stacks are ranked by, and no other variant. */
function speakFor(ranking: Ranking): Ranking[] {
  const entries = ranking.entries.filter(
    (entry) => isMeasured(entry) && disciplineOf(entry.case.variant) !== 'kernels',
  );
  return entries.length === 0 ? [] : [{ ...ranking, entries, best: fastest(entries) }];
}

function summaryTable(family: readonly Ranking[]): Table {
  const unit = unitOf(family);
  const allHot = isAllHot(family);
  const entries = family.flatMap((ranking) => ranking.entries);
  const rows = [...Map.groupBy(entries, rowOf).keys()].toSorted();
  const cells = rows.map((row) =>
    family.map((ranking) => {
      const entry = ranking.entries.find((each) => rowOf(each) === row);
      return entry === undefined ? nothing : toPlain(makeCell(entry, ranking, unit, allHot));
    }),
  );
  const { common, rest } = splitPrefix(family.map(({ title, problem }) => title ?? problem));
  const grid = { rows, columns: rest, cells };
  const { operation, dataType } = family[0]!;
  return makeTable(family, {
    heading: `${operation}  ${dataType}${markOf(family[0])}`,
    title: common === '' ? undefined : common,
    unit,
    grids: [grid, { ...grid, cells: cells.map((row) => row.map(withoutShare)) }],
    notes: [],
  });
}

/** The words that all texts begin with, and what is left of each: never nothing. */
function splitPrefix(texts: readonly string[]): { common: string; rest: string[] } {
  const [first = [], ...others] = texts.map((text) => text.split(' '));
  let length = 0;
  while (
    length < first.length - 1 &&
    others.every((words) => words.length > length + 1 && words[length] === first[length])
  ) {
    length++;
  }
  if (others.length === 0) length = 0;
  const cut = (words: readonly string[]) => words.slice(length).join(' ');
  return { common: first.slice(0, length).join(' '), rest: [first, ...others].map(cut) };
}

/** Without what only a single variant's table has room for. */
function toPlain(cell: Cell): Cell {
  return cell.kind === 'word' ? cell : { ...cell, deviation: '' };
}

function withoutShare(cell: Cell): Cell {
  return cell.kind === 'word' ? cell : { ...cell, share: null };
}

function rowOf({ stack, case: { variant } }: Ranking['entries'][number]): string {
  return `${stack.id} ${variant}`;
}
