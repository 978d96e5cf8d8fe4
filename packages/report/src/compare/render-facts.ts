import { labelFact } from '@stackbench/model';
import type { Paint } from '../style.ts';
import { escapeControl, hang, padEnd, textWidth } from '../text.ts';
import { shortenFacts } from './short-facts.ts';
import { canonical, type FactDifference, type FactValue } from '../analysis/facts.ts';

interface Row {
  label: string;
  a: string;
  b: string;
}

/** A value that takes more columns stands on a line of its own. */
const widestCell = 24;

/**
 * The facts that differ: short ones as a table, where that fits, and the others one below the
 * other; of two lists only the entries that differ.
 */
export function renderFacts(
  facts: readonly FactDifference[],
  width: number,
  paint: Paint,
): string[] {
  return [...renderRows(facts, width, paint), ...(facts.length === 0 ? [noDifference] : [])];
}

/** The facts that say most, and of the others how many there are. */
export function renderShortFacts(
  facts: readonly FactDifference[],
  width: number,
  paint: Paint,
): string[] {
  const { shown, remarks } = shortenFacts(facts);
  return [
    ...renderRows(shown, width, paint),
    ...(facts.length === 0 ? [noDifference] : []),
    ...remarks.flatMap((remark) => hang('', remark, width)),
  ];
}

const noDifference = 'The facts of both are the same.';

function renderRows(facts: readonly FactDifference[], width: number, paint: Paint): string[] {
  if (facts.length === 0) return [];
  const rows = facts.map(({ path, a, b }) => ({
    label: escapeControl(labelFact(path)),
    a: escapeControl(describe(a, b)),
    b: escapeControl(describe(b, a)),
  }));
  const { table, rest } = split(rows, width);
  return [
    paint('heading', 'What differs'),
    ...renderTable(table, paint),
    ...rest.flatMap(({ label, a, b }) => [
      ...hang('  ', label, width),
      ...hang('    A  ', a, width),
      ...hang('    B  ', b, width),
    ]),
  ];
}

function split(rows: readonly Row[], width: number): { table: Row[]; rest: Row[] } {
  const labelRoom = width - 2 * (widestCell + 2) - 2;
  const isShort = ({ label, a, b }: Row) =>
    textWidth(label) <= labelRoom && textWidth(a) <= widestCell && textWidth(b) <= widestCell;
  return { table: rows.filter(isShort), rest: rows.filter((row) => !isShort(row)) };
}

function renderTable(rows: readonly Row[], paint: Paint): string[] {
  if (rows.length === 0) return [];
  const labelWidth = widest(rows.map(({ label }) => label));
  const valueWidth = widest(rows.map(({ a }) => a));
  const line = ({ label, a, b }: Row) =>
    `  ${padEnd(label, labelWidth)}  ${padEnd(a, valueWidth)}  ${b}`;
  return [paint('quiet', line({ label: '', a: 'A', b: 'B' })), ...rows.map((row) => line(row))];
}

function widest(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => textWidth(cell)));
}

function describe(own: FactValue, other: FactValue): string {
  if ('missing' in own) return '(missing)';
  if (Array.isArray(own.value) && 'value' in other && Array.isArray(other.value)) {
    const common = new Set(other.value.map((entry) => canonical(entry)));
    const only = own.value.filter((entry) => !common.has(canonical(entry)));
    return only.length === 0
      ? '(none besides)'
      : `only: ${only.map((entry) => show(entry)).join(', ')}`;
  }
  return show(own.value);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
