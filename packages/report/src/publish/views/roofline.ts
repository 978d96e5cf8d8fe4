import { rateUnits } from '@stackbench/model/work';
import { threeDigits } from '../../numbers.ts';
import {
  byDataType,
  controlsOf,
  heaviestFirst,
  narrow,
  narrowToDevice,
  narrowToRun,
} from './narrow.ts';
import {
  intervalText,
  resultAddress,
  runCell,
  shareCell,
  stackCell,
  throughputCell,
  throughputText,
  variantText,
} from './cells.ts';
import { clockOf, contestsOf } from '../../analysis/publication/contests.ts';
import {
  type Entry,
  isMeasured,
  type MeasuredEntry,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import type { PlotLine, PlotPoint } from './plot-view.ts';
import { bandwidthCommand } from './lacks.ts';
import {
  bandwidthText,
  datasheetRoof,
  type DatasheetRoof,
  isCopy,
  type MeasuredRoof,
  measuredRoofs,
  peakText,
  type Roof,
  roofsTable,
} from './roofs.ts';
import { repeatNumber } from './repeat-command.ts';
import type { Block, MakeView, TableCell, TableView } from './view.ts';

/** Throughput over arithmetic intensity, below the roofs. */
export const roofline: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.entries, parameters);
  const run = narrowToRun(index, device.items, parameters);
  const dataType = narrow(run.items, heaviestFirst(byDataType), parameters);
  const entries = dataType.items.filter(isTimedByDevice).filter((entry) => !isCopy(entry));
  const winners = contestsOf(entries).flatMap(({ ranked }) => ranked.slice(0, 1));
  const sheet = datasheetRoof(index.devices.get(device.value), dataType.value);
  const peak = sheet?.flopsPerSecond ?? null;
  const copied = [run.items, device.items]
    .map((items) => measuredRoofs(items.filter(isTimedByDevice), peak))
    .find(({ length }) => length > 0);
  const known = { sheet, copied: copied ?? [] };
  const roofs = [...known.copied, ...(sheet === null ? [] : [sheet])];
  // The fastest copy is what the device can; those of the other stacks are in the table.
  const drawn =
    winners.length === 0 ? [] : [...known.copied.slice(0, 1), ...(sheet === null ? [] : [sheet])];
  return {
    title: 'Roofline',
    intro:
      'The fastest verified result of each problem over its arithmetic intensity: operations per byte that must cross memory at least once. A roof comes from somewhere else than the points below it: the vendor’s datasheet, or what a copy reads and writes on this device, which computes nothing.',
    controls: controlsOf(device, run, dataType),
    blocks: [
      ...(roofs.length > 0 ? [] : [noRoof]),
      {
        kind: 'plot',
        shape: 'scatter',
        caption: `Roofline, ${dataType.value}`,
        x: { title: 'Arithmetic intensity (FLOP per byte) →', scale: 'log' },
        y: { title: rateUnits.flops, scale: 'log', format: rateUnits.flops },
        connect: false,
        points: winners.map(pointOf),
        lines: drawn.flatMap((roof) => roofLines(roof, drawn, winners)),
      },
      roofsTable(roofs),
      pointsTable(index, winners, known),
    ],
  };
};

/** A rate with the latency in it is no rate of the device. */
function isTimedByDevice(entry: Entry): boolean {
  return !isMeasured(entry) || clockOf(entry) === 'device';
}

const noRoof: Block = {
  kind: 'text',
  tone: 'warning',
  paragraphs: [
    'No roof is drawn: no datasheet of this device is known, and nothing was copied on it. This measures its bandwidth:',
  ],
  command: bandwidthCommand,
};

/** Operations a second, also of what is told in bytes a second. */
function speed({ case: record, result }: MeasuredEntry): number {
  return (record.flops / result.measured.kernelNs) * 1e9;
}

function intensity({ case: record }: MeasuredEntry): number {
  return record.flops / record.bytes;
}

function pointOf(entry: MeasuredEntry): PlotPoint {
  const { flops } = entry.case;
  const { interval } = entry.result.measured;
  return {
    x: intensity(entry),
    y: speed(entry),
    low: interval && (flops / interval.highNs) * 1e9,
    high: interval && (flops / interval.lowNs) * 1e9,
    series: entry.case.operation,
    label: `${problemTitle(entry.case)}\n${entry.stack.id} ${variantText(entry)}\n${throughputText(entry)}\n${intervalText(entry)}`,
  };
}

/** The slope up to the ridge at peak ÷ bandwidth, and the flat part after it. */
function roofLines(
  roof: Roof,
  roofs: readonly Roof[],
  entries: readonly MeasuredEntry[],
): PlotLine[] {
  const positions = [...roofs.flatMap(({ ridge }) => ridge ?? []), ...entries.map(intensity)];
  const left = Math.min(...positions) / 2;
  const right = Math.max(...positions) * 2;
  const { source, bytesPerSecond } = roof;
  const end = roof.ridge ?? right;
  const top = { x: end, y: end * bytesPerSecond };
  const slope: PlotLine = {
    label: `${bandwidthText(roof)} ${source}`,
    from: { x: left, y: left * bytesPerSecond },
    to: top,
    source,
  };
  if (roof.source === 'measured') return [slope];
  const { flopsPerSecond } = roof;
  return [
    slope,
    {
      label: `${peakText(flopsPerSecond)} ${source}`,
      from: { x: end, y: flopsPerSecond },
      to: { x: right, y: flopsPerSecond },
      source,
    },
  ];
}

interface KnownRoofs {
  sheet: DatasheetRoof | null;
  copied: readonly MeasuredRoof[];
}

function pointsTable(
  index: PublicationIndex,
  entries: readonly MeasuredEntry[],
  { sheet, copied }: KnownRoofs,
): TableView {
  return {
    kind: 'table',
    id: 'points',
    caption: 'Problems',
    columns: [
      { title: 'Problem' },
      { title: 'FLOP per byte', numeric: true },
      { title: 'Stack' },
      { title: 'Variant' },
      { title: 'Throughput', numeric: true },
      ...(copied.length === 0
        ? []
        : [
            {
              title: 'Of the measured roof',
              numeric: true,
              hint: 'Of the bandwidth that its own stack copies with',
            },
          ]),
      ...(sheet === null ? [] : [{ title: 'Of the datasheet roof', numeric: true }]),
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: entries.map((entry): TableCell[] => [
      { text: problemTitle(entry.case) },
      { text: threeDigits(intensity(entry)), sort: intensity(entry) },
      stackCell(entry),
      { text: variantText(entry) },
      throughputCell(entry),
      ...(copied.length === 0 ? [] : [copiedCell(entry, copied)]),
      ...(sheet === null ? [] : [roofCell(entry, sheet)]),
      runCell(entry),
      { text: repeatNumber(index, entry), code: true },
    ]),
    empty: 'Nothing was measured here.',
  };
}

function copiedCell(entry: MeasuredEntry, copied: readonly MeasuredRoof[]): TableCell {
  const own = copied.find(({ copy }) => copy.stack.key === entry.stack.key);
  return own === undefined
    ? { text: '', sort: null, hint: 'Its stack copied nothing' }
    : roofCell(entry, own);
}

function roofCell(entry: MeasuredEntry, roof: Roof): TableCell {
  const peak = roof.source === 'datasheet' ? roof.flopsPerSecond : Number.POSITIVE_INFINITY;
  return shareCell(
    speed(entry) / Math.min(peak, intensity(entry) * roof.bytesPerSecond),
    resultAddress(entry),
    'Above 100 %: caches served some of it, or the algorithm does fewer operations than are counted (Winograd, FFT).',
  );
}
