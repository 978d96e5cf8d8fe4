import type { Run } from '@stackbench/model';
import { describeFailures } from './failures.ts';
import { countBlocks, layOutGrid } from './grid.ts';
import { describeFastest } from './headline.ts';
import { describeMarks } from './legend.ts';
import { count, formatDuration } from './numbers.ts';
import { renderRanking } from './ranking/render-ranking.ts';
import { rankStacks, type StackRanking } from './analysis/stack-ranking/stack-ranking.ts';
import { rank } from './analysis/ranking.ts';
import { createPaint, type Paint } from './style.ts';
import { summarizeRun } from './analysis/summary.ts';
import { makeTables, type Table } from './tables.ts';
import { escapeControl, textWidth, wrap } from './text.ts';

export interface RenderOptions {
  /** Columns of the terminal; lines are no longer. At least 40 are used. */
  width: number;
  color: boolean;
  /** How the reader calls the command. */
  program?: string;
}

/**
 * A run as a person reads it: which stack wins, a table for each problem, what was not measured and
 * why, what the marks mean, and last, where a terminal leaves the eye, the fastest.
 */
export function renderRun(run: Run, options: RenderOptions): string {
  const width = Math.max(40, options.width);
  const paint = createPaint(options.color);
  const summaries = summarizeRun(run);
  const rankings = rank(run, summaries);
  const sections = [
    wrap(describeRun(run), width).map((line) => paint('quiet', line)),
    ...renderRankings(rankStacks(run, rankings), run, { ...options, width, paint }),
    ...makeTables(rankings).map((table) => renderTable(table, width, paint)),
    describeFailures(summaries, width, paint),
    describeMarks(summaries, width, paint),
    describeFastest(rankings, width, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Each in a section of its own; of kernels only where nothing better speaks for the stacks. */
function renderRankings(
  rankings: readonly StackRanking[],
  { header }: Run,
  options: { width: number; paint: Paint; program?: string },
): string[][] {
  const shown = rankings.filter(
    (ranking) =>
      ranking.discipline !== 'kernels' ||
      !rankings.some((other) => other !== ranking && isSameClass(other, ranking)),
  );
  return shown.map((ranking, at) => [
    ...(at === 0 ? [options.paint('heading', 'Ranking of stacks')] : []),
    ...renderRanking(ranking, header, options),
  ]);
}

function isSameClass(a: StackRanking, b: StackRanking): boolean {
  return (
    a.dataType === b.dataType &&
    a.software === b.software &&
    a.hostTimed === b.hostTimed &&
    a.device === b.device
  );
}

function describeRun({ header, footer }: Run): string {
  const { suite, cases, stacks, rounds, startedAt } = header;
  const parts = [
    `suite ${suite}`,
    `${count(cases.length, 'case')} on ${countStacks(stacks)}`,
    count(rounds, 'round'),
    footer === null
      ? 'not finished'
      : formatDuration(Date.parse(footer.endedAt) - Date.parse(startedAt)),
  ];
  return escapeControl(parts.join(' · '));
}

function countStacks(stacks: Run['header']['stacks']): string {
  const controls = stacks.filter(({ controlOf }) => controlOf !== undefined);
  const ordinary = count(stacks.length - controls.length, 'stack');
  return controls.length === 0 ? ordinary : `${ordinary} and an A/A control`;
}

function renderTable(table: Table, width: number, paint: Paint): string[] {
  const { grid, transposed } = table;
  const flip = countBlocks(grid, width) > countBlocks(transposed, width);
  return [
    ...headingLines(table, width, paint),
    ...layOutGrid(flip ? transposed : grid, width, paint),
    ...table.notes.flatMap((note) => wrap(note, width - 2).map((line) => `  ${line}`)),
  ];
}

function headingLines(table: Table, width: number, paint: Paint): string[] {
  const { heading, title, unit, remark } = table;
  const rest = [title, unit.name, remark].filter((part) => part !== undefined).join(', ');
  const line = `${heading}  ${rest}`;
  if (textWidth(line) <= width) return [`${paint('heading', heading)}  ${paint('quiet', rest)}`];
  return [
    ...wrap(heading, width).map((text) => paint('heading', text)),
    ...wrap(rest, width - 2).map((text) => `  ${paint('quiet', text)}`),
  ];
}
