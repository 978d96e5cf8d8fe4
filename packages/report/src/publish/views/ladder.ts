import {
  byStack,
  controlsOf,
  narrow,
  narrowToDevice,
  narrowToProblem,
  narrowToRun,
} from './narrow.ts';
import { formatThroughput } from '../../numbers.ts';
import {
  countNoun,
  intervalEnds,
  intervalText,
  resultAddress,
  runCell,
  shareCell,
  shareText,
  stackCell,
  throughputCell,
} from './cells.ts';
import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
} from '../../analysis/publication/publication-index.ts';
import { listVaried, overVariants } from '../../analysis/publication/varied.ts';
import { clockOf } from '../../analysis/publication/contests.ts';
import { repeatCommand } from './repeat-command.ts';
import type { MakeView, TableCell, TextView } from './view.ts';
import { seriesLimit } from '../charts/palette.ts';
import type { DotPlot } from './plot-view.ts';

/** What the variants are measured against. */
export interface LadderReference {
  entry: MeasuredEntry;
  /** False when no vendor's library was measured, so that the fastest variant stands in. */
  library: boolean;
}

/** The variants of one problem as shares of the vendor's library. */
export const ladder: MakeView = (index, parameters) => {
  const about = listVaried(index.entries, overVariants);
  const device = narrowToDevice(index, index.entries, parameters);
  const run = narrowToRun(index, device.items, parameters, about);
  const problem = narrowToProblem(run.items, parameters, about);
  const stack = narrow(problem.items, { ...byStack, all: 'all' }, parameters);
  const reference = ladderReference(problem.items);
  return {
    title: 'Variant ladder',
    intro:
      'How far each variant comes, from the naive kernel up, as a share of the vendor’s library on the same device, problem and data type.',
    controls: controlsOf(device, run, problem, stack),
    answer: [referenceText(reference), ladderPlot(stack.items, reference)],
    blocks: [ladderTable(stack.items, reference)],
  };
};

/** The fastest `library` of the problem; without one the fastest variant; null when nothing was measured. */
export function ladderReference(entries: readonly Entry[]): LadderReference | null {
  const all = entries.filter(isMeasured);
  const byDevice = all.filter((entry) => clockOf(entry) === 'device');
  const measured = byDevice.length > 0 ? byDevice : all;
  const library = fastest(measured.filter((entry) => entry.case.variant === 'library'));
  if (library !== undefined) return { entry: library, library: true };
  const best = fastest(measured);
  return best === undefined ? null : { entry: best, library: false };
}

/** `the library of cuda:13.0`, or that there is none. */
function referenceName({ entry, library }: LadderReference): string {
  return library
    ? `the vendor’s library (${entry.stack.id})`
    : `the fastest variant (${entry.case.variant} on ${entry.stack.id})`;
}

function referenceText(reference: LadderReference | null): TextView {
  if (reference === null) {
    return {
      kind: 'text',
      tone: 'warning',
      paragraphs: ['No variant of this problem was measured on this device.'],
    };
  }
  const name = `100 % is ${referenceName(reference)}: ${formatThroughput(reference.entry.rate)}.`;
  return reference.library
    ? { kind: 'text', paragraphs: [name] }
    : {
        kind: 'text',
        tone: 'warning',
        paragraphs: [`No vendor’s library was measured for this problem on this device. ${name}`],
      };
}

/** A row for each rung in the order in which they were tried, from the naive one up; the library last. */
function ladderPlot(entries: readonly Entry[], reference: LadderReference | null): DotPlot {
  const base = reference?.entry.rate.perSecond ?? Number.NaN;
  const measured = entries
    .filter(isMeasured)
    .filter((entry) => reference === null || clockOf(entry) === clockOf(reference.entry));
  const stacks = [...Map.groupBy(measured, (entry) => entry.stack.id).keys()];
  const plotted = new Set(stacks.slice(0, seriesLimit));
  const rungs = Map.groupBy(
    measured.filter((entry) => plotted.has(entry.stack.id)),
    (entry) => entry.case.variant,
  );
  const least = Math.min(...measured.map((entry) => entry.rate.perSecond / base));
  return {
    kind: 'plot',
    shape: 'dots',
    caption: `Share of ${reference === null ? 'the reference' : referenceName(reference)}`,
    ...(stacks.length > seriesLimit
      ? { note: `${seriesLimit} of ${countNoun(stacks.length, 'stack')}; the table has all.` }
      : {}),
    x: { title: 'Share →', scale: least < 0.05 ? 'log' : 'linear', format: 'percent' },
    rows: [...rungs]
      .toSorted(([a], [b]) => Number(a === 'library') - Number(b === 'library'))
      .map(([variant, own]) => ({
        label: variant,
        dots: own.map((entry) => ({
          value: entry.rate.perSecond / base,
          ...intervalEnds(entry, base),
          series: entry.stack.id,
          hint: `${entry.stack.id} ${variant}: ${shareText(entry.rate.perSecond / base)}, ${intervalText(entry)}`,
        })),
      })),
    reference:
      reference === null ? null : { value: 1, label: reference.library ? 'library' : 'fastest' },
    band: null,
  };
}

function ladderTable(entries: readonly Entry[], reference: LadderReference | null) {
  const rows = entries
    .toSorted((a, b) => (b.rate?.perSecond ?? -1) - (a.rate?.perSecond ?? -1))
    .map((entry): TableCell[] => [
      { text: entry.case.variant },
      stackCell(entry),
      throughputCell(entry),
      !isMeasured(entry) || reference === null || clockOf(entry) !== clockOf(reference.entry)
        ? { text: '', sort: null }
        : shareCell(entry.rate.perSecond / reference.entry.rate.perSecond, resultAddress(entry)),
      runCell(entry),
      {
        text: repeatCommand(entry, ...(reference === null ? [] : [reference.entry])),
        code: true,
      },
    ]);
  return {
    kind: 'table' as const,
    id: 'variants',
    caption: 'Variants',
    columns: [
      { title: 'Variant' },
      { title: 'Stack' },
      { title: 'Throughput', numeric: true },
      { title: reference?.library === true ? 'Of the library' : 'Of the fastest', numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows,
    empty: 'No variant was tried.',
  };
}
