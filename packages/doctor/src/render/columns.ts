import { hang, padEnd, textWidth } from '@stackbench/report/text';

/**
 * Rows in columns, each as wide as its widest cell; where they do not fit, columns that are empty
 * are left out, and then a row becomes a line of words below its first cell.
 */
export function renderColumns(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  indent = '  ',
): string[] {
  const kept = heading.map((_, at) => at === 0 || rows.some((row) => (row[at] ?? '') !== ''));
  const keep = (row: readonly string[]) => row.filter((_, at) => kept[at]);
  const table = [heading, ...rows].map(keep);
  const widths = (table[0] ?? []).map((_, at) =>
    Math.max(...table.map((row) => textWidth(row[at] ?? ''))),
  );
  const total = widths.reduce((sum, each) => sum + each + 2, textWidth(indent));
  if (total - 2 <= width) {
    return table.map((row) =>
      (indent + row.map((cell, at) => padEnd(cell, widths[at] ?? 0)).join('  ')).trimEnd(),
    );
  }
  const names = table[0] ?? [];
  return rows
    .map(keep)
    .flatMap(([first = '', ...cells]) => [
      indent + first,
      ...hang(
        `${indent}  `,
        cells
          .flatMap((cell, at) => (cell === '' ? [] : [`${names[at + 1] ?? ''} ${cell}`.trim()]))
          .join(', '),
        width,
      ),
    ]);
}
