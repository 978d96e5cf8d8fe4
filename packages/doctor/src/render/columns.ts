import { hang, padEnd, textWidth } from '@stackbench/report/text';

interface Row {
  cells: readonly string[];
  /** Stands behind the cells, or below them where there is no room; empty: there is none. */
  note: string;
}

const indent = '  ';
const below = `${indent}  `;

/**
 * Rows in columns, each as wide as its widest cell; columns that are empty are left out. Where they do
 * not fit, the last columns become lines of words below each row, as few as possible.
 */
export function renderColumns(
  heading: readonly string[],
  rows: readonly Row[],
  width: number,
): string[] {
  const kept = heading.flatMap((_, at) =>
    at === 0 || rows.some(({ cells }) => (cells[at] ?? '') !== '') ? [at] : [],
  );
  const pick = (cells: readonly string[]) => kept.map((at) => cells[at] ?? '');
  const titles = pick(heading);
  const bodies = rows.map(({ cells, note }) => ({ cells: pick(cells), note }));
  const widths = titles.map((title, at) =>
    Math.max(textWidth(title), ...bodies.map(({ cells }) => textWidth(cells[at] ?? ''))),
  );
  const fitting = countFitting(widths, width);
  const line = (cells: readonly string[]) =>
    (
      indent +
      cells
        .slice(0, fitting)
        .map((cell, at) => padEnd(cell, widths[at] ?? 0))
        .join('  ')
    ).trimEnd();
  return [
    ...(fitting > 1 ? [line(titles)] : []),
    ...bodies.flatMap(({ cells, note }) => {
      const rest = cells.flatMap((cell, at) =>
        at < fitting || cell === '' ? [] : [`${titles[at]} ${cell}`],
      );
      const told = [...rest, ...(note === '' ? [] : [note])].join(', ');
      const row = line(cells);
      if (told === '') return [row];
      const whole = `${row}  ${told}`;
      return rest.length === 0 && textWidth(whole) <= width
        ? [whole]
        : [row, ...hang(below, told, width)];
    }),
  ];
}

/** How many of the first columns fit beside each other; one at least. */
function countFitting(widths: readonly number[], width: number): number {
  let used = indent.length - 2;
  const over = widths.findIndex((each) => (used += each + 2) > width);
  return over === -1 ? widths.length : Math.max(1, over);
}
