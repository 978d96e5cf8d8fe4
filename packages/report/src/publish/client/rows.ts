import type { TableCell } from '../views/view.ts';

export interface SortOrder {
  table: string;
  column: number;
  descending: boolean;
}

type Row = readonly TableCell[];

/** Rows in which every word of `filter` occurs, in any cell, whatever its case. */
export function filterRows(rows: readonly Row[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = row.map((cell) => cell.text.toLowerCase()).join('\n');
    return words.every((word) => text.includes(word));
  });
}

/** What has no value comes last, in whatever direction. */
export function sortRows(rows: readonly Row[], order: SortOrder | null): readonly Row[] {
  if (order === null) return rows;
  const direction = order.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const a = sortValue(one[order.column]);
    const b = sortValue(other[order.column]);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return (a - b) * direction;
    return collator.compare(String(a), String(b)) * direction;
  });
}

// Digits by their value: 512 before 1024.
const collator = new Intl.Collator('en', { numeric: true });

function sortValue(cell: TableCell | undefined): number | string | null {
  if (cell === undefined) return null;
  if (cell.sort !== undefined) return cell.sort;
  return cell.text === '' ? null : cell.text;
}

/** `problems.3.down`, as it stands in an address. */
export function formatOrder({ table, column, descending }: SortOrder): string {
  return `${table}.${column}.${descending ? 'down' : 'up'}`;
}

/** Null for a text that is no order. */
export function parseOrder(text: string | undefined): SortOrder | null {
  const [, table, column, direction] = /^([\w-]+)\.(\d+)\.(up|down)$/.exec(text ?? '') ?? [];
  if (table === undefined || column === undefined) return null;
  return { table, column: Number(column), descending: direction === 'down' };
}
