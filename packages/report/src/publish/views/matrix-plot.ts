import type { Matrix } from '../../analysis/publication/matrix.ts';
import type { PublishedDevice } from '../../analysis/publication/publication.ts';
import { isMeasured, type MeasuredEntry } from '../../analysis/publication/publication-index.ts';
import {
  countNoun,
  intervalEnds,
  intervalText,
  runTitle,
  shareText,
  throughputText,
} from './cells.ts';
import { evenly } from '../evenly.ts';
import type { DotPlot, PlotDot } from './plot-view.ts';

/** Rows beyond this many are left to the table. */
const plottedStacks = 24;
/** Of more problems, so many are drawn, evenly over their list: dots beyond them would lie on dots, and the picture be megabytes. */
const plottedProblems = 200;
/** Of more problems than this not each has a colour, but each operation and data type. */
const namedProblems = 8;

/** Below this share of the fastest, dots near it would lie on each other without a logarithm. */
const smallShare = 0.25;

/** How near each stack comes to the fastest of each problem. */
export function matrixPlot({ stacks, rows }: Matrix, device: PublishedDevice): DotPlot {
  const shown = stacks.slice(0, plottedStacks);
  const drawn = evenly(rows, plottedProblems);
  const plotted = shown.map(({ stack }, at) => ({
    label: stack.id,
    dots: drawn.flatMap(({ title, cells, first }): PlotDot[] => {
      const entry = cells[at];
      if (entry === undefined || !isMeasured(entry)) return [];
      const { operation, dataType } = entry.case;
      const series = rows.length > namedProblems ? `${operation} ${dataType}` : title;
      return [dotOf(entry, first, series)];
    }),
  }));
  const least = Math.min(...plotted.flatMap(({ dots }) => dots.map(({ value }) => value)));
  return {
    kind: 'plot',
    shape: 'dots',
    caption: pictureCaption(device),
    note: [
      `${[...new Set(rows.map(({ first }) => runTitle(first.run)))].join('; ')}.`,
      ...(stacks.length > plottedStacks
        ? [`The first ${plottedStacks} of ${countNoun(stacks.length, 'stack')}; the table has all.`]
        : []),
      ...(drawn.length < rows.length
        ? [
            `${drawn.length} of ${countNoun(rows.length, 'problem')}, evenly over their list; the table has all.`,
          ]
        : []),
    ].join(' '),
    x: {
      title: 'Share of the fastest →',
      scale: least < smallShare ? 'log' : 'linear',
      format: 'percent',
    },
    rows: plotted,
    reference: { value: 1, label: 'the fastest' },
    band: null,
  };
}

function dotOf(entry: MeasuredEntry, first: MeasuredEntry, series: string): PlotDot {
  const best = first.rate.perSecond;
  const share = entry.rate.perSecond / best;
  return {
    value: share,
    ...intervalEnds(entry, best),
    series,
    hint: `${entry.stack.id}, ${series}: ${shareText(share)}, ${throughputText(entry)}; ${intervalText(entry)}`,
  };
}

export function pictureCaption({ title }: PublishedDevice): string {
  return `Share of the fastest of each problem, on ${title}`;
}
