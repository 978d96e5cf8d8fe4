import { formatBar, formatShare } from './numbers.ts';
import type { Paint, Tone } from './style.ts';
import { padEnd, padStart, textWidth, wrap } from './text.ts';

/** One place of a {@link Grid}: a measurement, or a word that says why there is none. */
export type Cell =
  | {
      kind: 'measured';
      /** Number without unit; all of a column are aligned at their decimal point. */
      value: string;
      deviation: string;
      marks: string;
      /** Fraction of the best, 0…1; null where it is not shown. */
      share: number | null;
      top: boolean;
    }
  | { kind: 'word'; text: string; tone: Tone };

/** A table before it is laid out. `cells[row][column]`. */
export interface Grid {
  rows: readonly string[];
  columns: readonly string[];
  cells: readonly (readonly Cell[])[];
}

const indent = 2;
const gap = 3;
const widestLabel = 32;
/** A column without bars may be narrower: it stands among many. */
const narrowestColumn = { bars: 16, plain: 7 };

interface Column {
  index: number;
  label: string;
  /** Columns before and after the decimal point, the point included. */
  whole: number;
  fraction: number;
  deviation: number;
  marks: number;
  share: number;
  /** Of the cells without their bars. */
  width: number;
}

/** A way to fit a grid into a width: bar length, label widths, and columns block by block. */
interface Fit {
  bar: number;
  labelWidth: number;
  blocks: { column: Column; width: number }[][];
}

/** The first of those that need the fewest blocks of columns at `width`. */
export function chooseGrid([first, ...others]: readonly [Grid, ...Grid[]], width: number): Grid {
  const blocksOf = (grid: Grid) => fit(grid, width).blocks.length;
  return others.reduce((best, grid) => (blocksOf(grid) < blocksOf(best) ? grid : best), first);
}

/** The lines of `grid`: a header, a thin rule, and the rows, once for each block of columns. */
export function layOutGrid(grid: Grid, width: number, paint: Paint): string[] {
  const { bar, labelWidth, blocks } = fit(grid, width);
  return blocks.flatMap((block, index) => {
    const lines = headerLines(block, labelWidth, paint);
    const used = labelWidth + block.reduce((sum, each) => sum + gap + each.width, 0);
    lines.push(' '.repeat(indent) + paint('quiet', '─'.repeat(used)));
    grid.rows.forEach((label, row) => {
      const cells = block.map(({ column, width: room }) =>
        padEnd(cellText(grid.cells[row]?.[column.index], column, bar, paint), room),
      );
      lines.push(...rowLines(label, cells, labelWidth));
    });
    return index === 0 ? lines : ['', ...lines];
  });
}

function fit(grid: Grid, width: number): Fit {
  const columns = grid.columns.map((label, index) => measureColumn(grid, label, index));
  const labels = widestOf(grid.rows);
  const narrowest = Math.max(...columns.map(narrowestOf), ...columns.map((column) => column.width));
  const labelWidth = Math.max(
    8,
    Math.min(labels, Math.max(widestLabel, width >> 1), width - indent - gap - narrowest),
  );
  const room = width - indent - labelWidth;
  for (const [widthOf, widest, least] of [
    [withHeader, 16, 6],
    [wrapped, 12, 4],
    [wrapped, 0, 0],
  ] as const) {
    for (let bar = widest; bar >= least; bar--) {
      const block = columns.map((column) => ({ column, width: widthOf(column, bar) }));
      if (total(block) <= room) return { bar, labelWidth, blocks: [block] };
    }
  }
  const bar = columns.every((column) => gap + wrapped(column, 6) <= room) ? 6 : 0;
  const blocks: Fit['blocks'] = [];
  for (const column of columns) {
    const entry = { column, width: wrapped(column, bar) };
    const last = blocks.at(-1);
    if (last !== undefined && total([...last, entry]) <= room) last.push(entry);
    else blocks.push([entry]);
  }
  return { bar, labelWidth, blocks };
}

function narrowestOf({ deviation, label }: Column): number {
  if (deviation > 0) return narrowestColumn.bars;
  return Math.max(narrowestColumn.plain, widestOf(label.split(/(?<=[ ,:/])/)));
}

/** Room for a column whose header may wrap… */
function wrapped(column: Column, bar: number): number {
  return Math.min(withHeader(column, bar), Math.max(narrowestOf(column), cellWidth(column, bar)));
}

/** …and for one whose header stays on one line. */
function withHeader(column: Column, bar: number): number {
  return Math.max(cellWidth(column, bar), textWidth(column.label));
}

function total(block: readonly { width: number }[]): number {
  return block.reduce((sum, each) => sum + gap + each.width, 0);
}

function measureColumn(grid: Grid, label: string, index: number): Column {
  const cells = grid.cells.flatMap((row) => row[index] ?? []);
  const measured = cells.filter((cell) => cell.kind === 'measured');
  const column = {
    index,
    label,
    whole: widestOf(measured.map(({ value }) => splitNumber(value)[0])),
    fraction: widestOf(measured.map(({ value }) => splitNumber(value)[1])),
    deviation: widestOf(measured.map(({ deviation }) => deviation)),
    marks: widestOf(measured.map(({ marks }) => marks)),
    share: measured.some(({ share }) => share !== null) ? shareWidth : 0,
  };
  const words = widestOf(cells.flatMap((cell) => (cell.kind === 'word' ? cell.text : [])));
  const numbers =
    measured.length === 0
      ? 0
      : column.whole + column.fraction + 1 + column.deviation + column.marks + 1 + column.share;
  return { ...column, width: Math.max(numbers, words) };
}

function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => textWidth(text)));
}

const shareWidth = 4;

function cellWidth(column: Column, bar: number): number {
  return column.width + (bar > 0 && column.deviation > 0 ? bar + 1 : 0);
}

function cellText(cell: Cell | undefined, column: Column, bar: number, paint: Paint): string {
  if (cell === undefined) return '';
  if (cell.kind === 'word') return paint(cell.tone, cell.text);
  const [whole, fraction] = splitNumber(cell.value);
  const value = padStart(whole, column.whole) + padEnd(fraction, column.fraction);
  const deviation = padStart(cell.deviation, column.deviation);
  const share = cell.share === null ? '' : padStart(formatShare(cell.share), shareWidth);
  return [
    cell.top ? paint('top', value) : value,
    paint('quiet', deviation) + paint('warning', padEnd(cell.marks, column.marks)),
    ...(bar > 0 && column.deviation > 0
      ? [padEnd(paint('bar', formatBar(cell.share ?? 0, bar)), bar)]
      : []),
    cell.top ? paint('top', share) : share,
  ].join(' ');
}

/** The part before the decimal point, and the rest with its point. */
function splitNumber(value: string): [string, string] {
  const point = value.indexOf('.');
  return point < 0 ? [value, ''] : [value.slice(0, point), value.slice(point)];
}

function headerLines(
  block: readonly { column: Column; width: number }[],
  labelWidth: number,
  paint: Paint,
): string[] {
  const headers = block.map(({ column, width }) => wrap(column.label, width));
  const height = Math.max(...headers.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const cells = block.map(({ width }, index) =>
      padEnd(paint('heading', headers[index]?.[line] ?? ''), width),
    );
    return joinRow('', cells, labelWidth);
  });
}

function rowLines(label: string, cells: readonly string[], labelWidth: number): string[] {
  return wrap(label, labelWidth).map((part, line) =>
    line === 0 ? joinRow(part, cells, labelWidth) : ' '.repeat(indent + 1) + part,
  );
}

function joinRow(label: string, cells: readonly string[], labelWidth: number): string {
  const separator = ' '.repeat(gap);
  return (' '.repeat(indent) + [padEnd(label, labelWidth), ...cells].join(separator)).trimEnd();
}
