import { rateUnits } from '@stackbench/model';
import type { Cell, Grid } from './grid.ts';
import { marks } from './marks.ts';
import { formatScatter, pickUnit, threeDigits, type Unit } from './numbers.ts';
import { classOf, isMeasured, type Ranking } from './analysis/ranking.ts';
import {
  describeChoices,
  describeEfficiency,
  describeNotRun,
  quietStatuses,
  statusWords,
} from './table-notes.ts';
import type { Tone } from './style.ts';
import { gpuName } from './analysis/gpu-name.ts';
import { isBeyondPeak } from './analysis/plausible.ts';
import { type CaseSummary, failingStatuses, isNoisy } from './analysis/summary.ts';
import { escapeControl } from './text.ts';

/** A table with what stands above and below it. */
export interface Table {
  heading: string;
  /** What the problem is, where the suite says so. */
  title: string | undefined;
  unit: Unit;
  /** Of all its stacks, where it has one. */
  mark: string;
  /** What all its numbers have in common: `hot caches`. */
  remark: string | undefined;
  /** Ways to lay it out, the best first where all fit. */
  grids: readonly [Grid, ...Grid[]];
  /** What the variant `best` chose, and which variants were not run at all; a line each. */
  notes: readonly string[];
}

/** Rankings whose numbers may stand in one table. */
export function familyOf(ranking: Ranking): string {
  return `${ranking.operation}\n${classOf(ranking)}`;
}

/**
 * A table for each ranking in which something was measured: variants × stacks. Where an operation
 * has only one variant, all its problems share a table: problems × stacks, each row its own ranking.
 * @param isWhole shows rows and columns without a number, too, and says which variants nothing came of
 */
export function makeTables(rankings: readonly Ranking[], isWhole: boolean): Table[] {
  const shown = rankings.filter((ranking) => ranking.best !== null);
  const families = Map.groupBy(shown, familyOf);
  return [...families.values()].flatMap((family) => {
    const variants = new Set(
      family.flatMap(({ entries }) => entries.map((entry) => entry.case.variant)),
    );
    return variants.size === 1 && family.length > 1
      ? [problemsTable(family, [...variants][0] ?? '', isWhole)]
      : family.map((ranking) => variantsTable(ranking, isWhole));
  });
}

function variantsTable(ranking: Ranking, isWhole: boolean): Table {
  const unit = unitOf([ranking]);
  const allHot = isAllHot([ranking]);
  const stacks = stacksOf([ranking], isWhole);
  const ofVariant = Map.groupBy(ranking.entries, (entry) => entry.case.variant);
  const [variants, quiet] = partition([...ofVariant.keys()], (variant) =>
    (ofVariant.get(variant) ?? []).some((entry) =>
      isWhole ? !quietStatuses.has(entry.status) : isMeasured(entry),
    ),
  );
  const cells = variants.map((variant) =>
    stacks.map((stack) =>
      makeCell(
        ranking.entries.find((entry) => entry.case.variant === variant && entry.stack.id === stack),
        ranking,
        unit,
        allHot,
      ),
    ),
  );
  const { operation, problem, dataType } = ranking;
  const best = ranking.best === null ? [] : [ranking.best];
  return makeTable([ranking], {
    heading: `${operation}  ${problem}  ${dataType}`,
    title: ranking.title,
    unit,
    grids: bothWays({ rows: variants, columns: stacks.map((id) => id + markOf(ranking)), cells }),
    notes: [
      ...describeChoices([ranking]),
      ...describeEfficiency(isWhole ? ranking.entries.filter(isMeasured) : best),
      ...(isWhole ? describeNotRun(quiet, ofVariant) : []),
    ],
  });
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter((item) => test(item)), items.filter((item) => !test(item))];
}

function problemsTable(family: readonly Ranking[], variant: string, isWhole: boolean): Table {
  const unit = unitOf(family);
  const allHot = isAllHot(family);
  const stacks = stacksOf(family, isWhole);
  const cells = family.map((ranking) =>
    stacks.map((stack) =>
      makeCell(
        ranking.entries.find((entry) => entry.stack.id === stack),
        ranking,
        unit,
        allHot,
      ),
    ),
  );
  const { operation, dataType } = family[0]!;
  const rows = family.map(({ title, problem }) =>
    title === undefined ? problem : `${title}: ${problem}`,
  );
  return makeTable(family, {
    heading: `${operation}/${variant}  ${dataType}`,
    title: undefined,
    unit,
    grids: bothWays({ rows, columns: stacks.map((id) => id + markOf(family[0])), cells }),
    notes: describeChoices(family),
  });
}

/** A table as it is shown; `made` holds what came from elsewhere as it came. */
export function makeTable(
  rankings: readonly Ranking[],
  made: Pick<Table, 'heading' | 'title' | 'unit' | 'grids' | 'notes'>,
): Table {
  const [first, ...others] = made.grids;
  return {
    heading: escapeControl(made.heading),
    title: made.title === undefined ? undefined : escapeControl(made.title),
    unit: made.unit,
    mark: markOf(rankings[0]).trim(),
    remark: describeAll(rankings),
    grids: [printable(first), ...others.map(printable)],
    notes: made.notes,
  };
}

function printable({ rows, columns, cells }: Grid): Grid {
  return { rows: rows.map(escapeControl), columns: columns.map(escapeControl), cells };
}

/** The grid, and with rows and columns exchanged, for many columns and few rows. */
function bothWays(grid: Grid): [Grid, Grid] {
  const { rows, columns, cells } = grid;
  const exchanged = columns.map((_, at) => cells.flatMap((row) => row[at] ?? []));
  return [grid, { rows: columns, columns: rows, cells: exchanged }];
}

/** The mark of a stack whose numbers are ranked by themselves. */
export function markOf(ranking: Pick<Ranking, 'software' | 'hostTimed'> | undefined): string {
  if (ranking?.software === true) return ` ${marks.software}`;
  return ranking?.hostTimed === true ? ` ${marks.hostTimed}` : '';
}

function describeAll(rankings: readonly Ranking[]): string | undefined {
  const device = rankings[0]?.device;
  const parts = [
    ...(isAllHot(rankings) ? ['hot caches'] : []),
    ...(device === undefined ? [] : [escapeControl(device)]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

export function unitOf(rankings: readonly Ranking[]): Unit {
  const rates = rankings.flatMap(({ best }) => best?.measured.rate ?? []);
  const [first = { perSecond: 0, unit: rateUnits.flops }, ...others] = rates;
  return pickUnit(others.reduce((a, b) => (b.perSecond > a.perSecond ? b : a), first));
}

/** Stacks that measured something, or on which anything at all was tried. */
function stacksOf(rankings: readonly Ranking[], isWhole: boolean): string[] {
  const entries = rankings.flatMap((ranking) => ranking.entries);
  return distinct(
    entries
      .filter((entry) => (isWhole ? entry.status !== 'not-run' : isMeasured(entry)))
      .map((entry) => entry.stack.id),
  );
}

/** Whether the caches were hot for every number, so that no number needs a mark. */
export function isAllHot(rankings: readonly Ranking[]): boolean {
  return rankings
    .flatMap(({ entries }) => entries)
    .every(({ measured }) => measured === null || measured.caches === 'hot');
}

export function makeCell(
  summary: CaseSummary | undefined,
  ranking: Ranking,
  unit: Unit,
  allHot: boolean,
): Cell {
  if (summary === undefined) return { kind: 'word', text: '', tone: 'quiet' };
  const { measured, status, failures } = summary;
  if (measured === null) return statusCell(status);
  const own = [
    isNoisy(measured) ? marks.noisy : '',
    measured.interval === null && measured.spread === null ? marks.fewSamples : '',
    measured.caches === 'hot' && !allHot ? marks.hot : '',
    isBeyondPeak(summary.case, measured.kernelNs, gpuName(summary.stack)) ? marks.beyondPeak : '',
    failures.length > 0 ? marks.someFailed : '',
    measured.fellBehind ? marks.fellBehind : '',
  ];
  return {
    kind: 'measured',
    value: threeDigits(measured.rate.perSecond / unit.perSecond),
    deviation: formatScatter(measured),
    marks: own.join(''),
    share: measured.rate.perSecond / (ranking.best?.measured.rate.perSecond ?? Infinity),
    top: summary === ranking.best,
  };
}

function statusCell(status: CaseSummary['status']): Cell {
  const text = status === 'unsupported' ? marks.unsupported : statusWords(status);
  return { kind: 'word', text, tone: toneOf(status) };
}

function toneOf(status: CaseSummary['status']): Tone {
  if (status === 'not-run') return 'quiet';
  if (failingStatuses.includes(status)) return 'bad';
  return status === 'unsupported' || status === 'skipped' ? 'quiet' : 'warning';
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
