import { type RateUnit, rateUnits, workOf } from '@stackbench/model/work';
import {
  byDataType,
  byOperation,
  byVariant,
  controlsOf,
  heaviestFirst,
  narrow,
  narrowToDevice,
  narrowToRun,
} from './narrow.ts';
import {
  countNoun,
  intervalEnds,
  intervalText,
  runCell,
  stackCell,
  throughputCell,
  throughputText,
  variantText,
} from './cells.ts';
import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
  problemKey,
  problemTitle,
} from '../../analysis/publication/publication-index.ts';
import { listVaried, overSizes } from '../../analysis/publication/varied.ts';
import { evenly } from '../evenly.ts';
import { repeatNumber } from './repeat-command.ts';
import { seriesLimit } from '../charts/palette.ts';
import type { ScatterPlot } from './plot-view.ts';
import type { MakeView } from './view.ts';

/** Of more problems, so many are drawn, evenly over their sizes: marks beyond them would lie on marks. */
const plottedProblems = 200;

/** Throughput against the work of a problem, a line for each stack. */
export const sizeView: MakeView = (index, parameters) => {
  const about = listVaried(index.entries, overSizes);
  const device = narrowToDevice(index, index.entries, parameters, { about });
  const run = narrowToRun(index, device.items, parameters, about);
  const operation = narrow(run.items, heaviestFirst(byOperation, about), parameters);
  const dataType = narrow(operation.items, heaviestFirst(byDataType, about), parameters);
  const choice = { ...byVariant, all: 'the fastest of each stack' };
  const variant = narrow(dataType.items, choice, parameters);
  const shown = seriesPoints(variant.items).toSorted(
    (a, b) => workOf(a.case) - workOf(b.case) || b.rate.perSecond - a.rate.perSecond,
  );
  const rateUnit = rateUnits[shown[0]?.case.work ?? 'flops'];
  const workUnit = rateUnit.replace('/s', '');
  return {
    title: 'Throughput against size',
    intro:
      'How throughput grows with the work of a problem. Problems of different shapes may have the same work; the table names them.',
    controls: controlsOf(device, run, operation, dataType, variant),
    blocks: [
      sizePlot(shown, rateUnit, workUnit),
      {
        kind: 'table',
        id: 'sizes',
        caption: 'Problems by size',
        columns: [
          { title: 'Problem' },
          { title: `G${workUnit}`, numeric: true },
          { title: 'Stack' },
          { title: 'Variant' },
          { title: 'Throughput', numeric: true },
          { title: 'Run' },
          { title: 'Repeat' },
        ],
        rows: shown.map((entry) => [
          { text: problemTitle(entry.case) },
          { text: gigaText(workOf(entry.case)), sort: workOf(entry.case) },
          stackCell(entry),
          { text: variantText(entry) },
          throughputCell(entry),
          runCell(entry),
          { text: repeatNumber(index, entry), code: true },
        ]),
        empty: 'Nothing was measured here.',
      },
    ],
  };
};

function gigaText(work: number): string {
  return String(Number((work / 1e9).toPrecision(3)));
}

/** Of each stack and problem the fastest. */
function seriesPoints(entries: readonly Entry[]): MeasuredEntry[] {
  const groups = Map.groupBy(
    entries.filter(isMeasured),
    (entry) => `${entry.stack.key}\n${problemKey(entry.case)}`,
  );
  return [...groups.values()].flatMap((members) => fastest(members) ?? []);
}

/** @param entries by the work of their problems */
function sizePlot(
  entries: readonly MeasuredEntry[],
  rateUnit: RateUnit,
  workUnit: string,
): ScatterPlot {
  const series = [...Map.groupBy(entries, (entry) => entry.stack.id)]
    .map(([id, members]) => ({ id, top: fastest(members)?.rate.perSecond ?? 0 }))
    .toSorted((a, b) => b.top - a.top);
  const plotted = new Set(series.slice(0, seriesLimit).map(({ id }) => id));
  const problems = [...new Set(entries.map((entry) => problemKey(entry.case)))];
  const drawn = new Set(evenly(problems, plottedProblems));
  const note = [
    ...(series.length > seriesLimit
      ? [`The ${seriesLimit} fastest of ${countNoun(series.length, 'stack')}; the table has all.`]
      : []),
    ...(drawn.size < problems.length
      ? [
          `${drawn.size} of ${countNoun(problems.length, 'problem')}, evenly over their sizes; the table has all.`,
        ]
      : []),
  ].join(' ');
  return {
    kind: 'plot',
    shape: 'scatter',
    caption: 'Throughput against size',
    ...(note === '' ? {} : { note }),
    x: { title: `Work (${workUnit})`, scale: 'log' },
    y: { title: rateUnit, scale: 'log', format: rateUnit },
    connect: true,
    lines: [],
    points: entries
      .filter((entry) => plotted.has(entry.stack.id) && drawn.has(problemKey(entry.case)))
      .map((entry) => ({
        x: workOf(entry.case),
        y: entry.rate.perSecond,
        ...intervalEnds(entry),
        series: entry.stack.id,
        label: `${problemTitle(entry.case)}\n${entry.stack.id} ${variantText(entry)}\n${throughputText(entry)}\n${intervalText(entry)}`,
      })),
  };
}
