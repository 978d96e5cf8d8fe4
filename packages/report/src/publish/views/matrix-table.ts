import type { Matrix, MatrixRow } from '../../analysis/publication/matrix.ts';
import {
  isMeasured,
  type Entry,
  type MeasuredEntry,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import { standing } from '../../analysis/publication/standing.ts';
import { formatAddress } from './address.ts';
import {
  caseAddress,
  countNoun,
  runsCell,
  shareText,
  stackAddress,
  throughputCell,
  variantText,
} from './cells.ts';
import { repeatCommand } from './repeat-command.ts';
import type { TableCell, TableView } from './view.ts';

/** Rows beyond this many go where there is more room: a table may be long, but hardly wide. */
const mostColumns = 12;

export type MatrixRows = 'problems' | 'stacks';

export function usualRows({ stacks, rows }: Matrix): MatrixRows {
  return stacks.length > mostColumns && stacks.length > rows.length ? 'stacks' : 'problems';
}

/** Problems × stacks, or turned: throughput, share of the fastest, and what was measured. */
export function matrixTable(index: PublicationIndex, matrix: Matrix, rows: MatrixRows): TableView {
  const { without } = matrix;
  return {
    kind: 'table',
    id: 'matrix',
    caption: rows === 'problems' ? 'Problems × stacks' : 'Stacks × problems',
    note: [
      'Below each throughput: its share of the fastest, and the variant that reached it, a stack’s library or what its best chose before any other kernel.',
      ...(without === 0
        ? []
        : [`${countNoun(without, 'problem')} that no stack measured: see Not measured.`]),
    ].join(' '),
    ...(rows === 'problems' ? problemRows(index, matrix) : stackRows(matrix)),
    empty: 'Nothing was measured here.',
  };
}

function problemRows(
  index: PublicationIndex,
  { stacks, rows }: Matrix,
): Pick<TableView, 'columns' | 'rows'> {
  return {
    columns: [
      { title: 'Problem' },
      ...stacks.map(({ stack }) => ({ title: stack.id, numeric: true })),
      {
        title: 'The fastest is ahead',
        hint: 'Of the next, paired round by round; clearly: by more than chance and the margin, in 7 rounds or more',
      },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: rows.map(({ title, cells, first, second }): TableCell[] => [
      { text: title, href: caseAddress(first) },
      ...cells.map((entry) => matrixCell(entry, first)),
      second === undefined ? { text: 'no other', tone: 'quiet' } : leadCell(index, first, second),
      runsCell(first, second ?? first),
      { text: repeatCommand(first, ...(second === undefined ? [] : [second])), code: true },
    ]),
  };
}

function stackRows({ stacks, rows }: Matrix): Pick<TableView, 'columns' | 'rows'> {
  return {
    columns: [{ title: 'Stack' }, ...rows.map(({ title }) => ({ title, numeric: true }))],
    rows: stacks.map((entry, at): TableCell[] => [
      { text: entry.stack.id, href: stackAddress(entry) },
      ...rows.map(({ cells, first }) => matrixCell(cells[at], first)),
    ]),
  };
}

function matrixCell(entry: Entry | undefined, first: MeasuredEntry): TableCell {
  const cell = throughputCell(entry, first.rate.perSecond);
  if (entry === undefined || !isMeasured(entry)) return cell;
  return { ...cell, text: `${cell.text}\n${shareLine(entry, first)}` };
}

/** `fastest · library`, `83.5 % · best: warp-tile` */
export function shareLine(entry: MeasuredEntry, first: MatrixRow['first']): string {
  const share =
    entry === first ? 'fastest' : shareText(entry.rate.perSecond / first.rate.perSecond);
  return `${share} · ${variantText(entry)}`;
}

function leadCell(index: PublicationIndex, first: MeasuredEntry, second: MeasuredEntry): TableCell {
  const found = standing(index, first, second);
  return {
    text: found.text,
    hint: found.hint,
    href: formatAddress('compare', [
      ['device', first.device.key],
      ['a', second.stack.id],
      ['b', first.stack.id],
    ]),
    ...(found.clear ? {} : { tone: 'quiet' as const }),
  };
}
