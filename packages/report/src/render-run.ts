import type { Run } from '@stackbench/model';
import { describeFailures } from './failures.ts';
import { describeGaps } from './gaps.ts';
import { makeSummaryTables } from './summary-tables.ts';
import { chooseGrid, layOutGrid } from './grid.ts';
import { describeFastest } from './headline.ts';
import { describeMarks } from './legend.ts';
import { count, formatDuration } from './numbers.ts';
import { findReach } from './analysis/stack-ranking/library-reach.ts';
import { findBandwidths } from './analysis/bandwidth.ts';
import { renderBandwidths } from './ranking/render-bandwidths.ts';
import { renderReach } from './ranking/render-reach.ts';
import { renderRankings } from './ranking/render-rankings.ts';
import { rankStacks, type StackRanking } from './analysis/stack-ranking/stack-ranking.ts';
import { classOf, isMeasured, rank } from './analysis/ranking.ts';
import { createPaint, type Paint } from './style.ts';
import { summarizeRun } from './analysis/summary.ts';
import { makeTables, type Table } from './tables.ts';
import { escapeControl, textWidth, wrap } from './text.ts';

export interface RenderOptions {
  /** Columns of the terminal; lines are no longer. At least 40 are used. */
  width: number;
  color: boolean;
  /** Shows everything, however long that is. */
  all?: boolean;
}

/** An answer that is longer leaves out the tables of single variants. With what follows it, below 120 lines. */
const mostLines = 108;

/**
 * A run as a person reads it: which stack wins, tables of numbers, what was not measured and why,
 * what the marks mean, and last, where a terminal leaves the eye, the fastest.
 */
export function renderRun(run: Run, options: RenderOptions): string {
  const width = Math.max(40, options.width);
  const paint = createPaint(options.color);
  const summaries = summarizeRun(run);
  const rankings = rank(run, summaries);
  const isWhole = options.all === true;
  const stackRankings = selectRankings(rankStacks(run, rankings), isWhole);
  const opening = [
    wrap(describeRun(run), width).map((line) => paint('quiet', line)),
    ...renderRankings(stackRankings, run.header, width, paint),
    renderReach(findReach(rankings), width, paint),
    renderBandwidths(findBandwidths(rankings), width, paint),
  ];
  const missing = (isWhole ? describeFailures : describeGaps)(summaries, width, paint);
  const page = (tables: readonly Table[], ending: readonly string[]) =>
    [
      ...opening,
      ...tables.map((table) => renderTable(table, width, paint)),
      missing,
      describeMarks(tables, width, paint),
      ending,
    ].filter((lines) => lines.length > 0);
  const full = page(makeTables(rankings, isWhole), describeFastest(rankings, width, paint));
  const summary = isWhole ? null : makeSummaryTables(rankings);
  if (summary === null || countLines(full) <= mostLines) return toText(full);
  const variants = new Set(summaries.filter(isMeasured).map((each) => each.case.variant));
  const more = `${variants.size} variants were measured: --resume FILE --all shows a table for each problem.`;
  return toText(page(summary, wrap(more, width)));
}

/** Sections with an empty line between. */
function toText(sections: readonly (readonly string[])[]): string {
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function countLines(sections: readonly (readonly string[])[]): number {
  return sections.reduce((sum, { length }) => sum + length + 1, 0);
}

/** All, or of kernels only those that hold a stack for which nothing better speaks. */
function selectRankings(rankings: readonly StackRanking[], isWhole: boolean): StackRanking[] {
  return rankings.filter((ranking) => {
    if (isWhole || ranking.discipline !== 'kernels') return true;
    const others = rankings.filter(
      (other) => other !== ranking && classOf(other) === classOf(ranking),
    );
    const spokenFor = new Set(others.flatMap(({ places }) => places.map(({ stack }) => stack.id)));
    return ranking.places.some(({ stack }) => !spokenFor.has(stack.id));
  });
}

function describeRun(run: Run): string {
  const { suite, cases, stacks, rounds } = run.header;
  const parts = [
    `suite ${suite}`,
    `${count(cases.length, 'case')} on ${countStacks(stacks)}`,
    count(rounds, 'round'),
    ...describeDuration(run),
  ];
  return escapeControl(parts.join(' · '));
}

/** How long it measured: what passed before it was resumed is no part of it. */
function describeDuration({ header, outcomes, footer }: Run): string[] {
  const took = outcomes.map(({ tookNs }) => tookNs);
  const active = took.reduce<number>((sum, each) => sum + (each ?? 0), 0) / 1e6;
  if (footer === null)
    return active === 0 ? ['not finished'] : [`${formatDuration(active)}, not finished`];
  const isTold = took.length > 0 && took.every((each) => each !== undefined);
  const passed = Date.parse(footer.endedAt) - Date.parse(header.startedAt);
  return [formatDuration(isTold ? active : passed)];
}

function countStacks(stacks: Run['header']['stacks']): string {
  const controls = stacks.filter(({ controlOf }) => controlOf !== undefined);
  const ordinary = count(stacks.length - controls.length, 'stack');
  return controls.length === 0 ? ordinary : `${ordinary} and an A/A control`;
}

function renderTable(table: Table, width: number, paint: Paint): string[] {
  return [
    ...headingLines(table, width, paint),
    ...layOutGrid(chooseGrid(table.grids, width), width, paint),
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
