import type { DataType } from '@stackbench/model';
import { rateUnits } from '@stackbench/model/work';
import { formatThroughput, threeDigits } from '../../numbers.ts';
import {
  byDataType,
  controlsOf,
  heaviestFirst,
  narrow,
  narrowToDevice,
  narrowToRun,
} from './narrow.ts';
import {
  dateText,
  intervalText,
  resultAddress,
  runCell,
  shareCell,
  stackCell,
  throughputCell,
  throughputText,
  variantText,
} from './cells.ts';
import { findDatasheet } from '../../analysis/datasheet.ts';
import { clockOf, contestsOf } from '../../analysis/publication/contests.ts';
import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import type { PublishedDevice } from '../../analysis/publication/publication.ts';
import type { PlotLine, PlotPoint } from './plot-view.ts';
import { bandwidthCommand } from './lacks.ts';
import { repeatNumber } from './repeat-command.ts';
import type { Block, MakeView, TableCell, TableView } from './view.ts';

/** A limit min(peak, intensity · bandwidth), and where it comes from. */
interface Roof {
  source: 'measured' | 'datasheet';
  /** Null where only the bandwidth is known: no kernel shows the peak of a device. */
  flopsPerSecond: number | null;
  bytesPerSecond: number;
  label: string;
  /** The result that shows the bandwidth; a datasheet's has none. */
  busiest?: MeasuredEntry;
}

/** Throughput over arithmetic intensity, below the roofs. */
export const roofline: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.entries, parameters);
  const run = narrowToRun(index, device.items, parameters);
  const dataType = narrow(run.items, heaviestFirst(byDataType), parameters);
  const entries = dataType.items.filter(isTimedByDevice);
  const winners = contestsOf(entries).flatMap(({ ranked }) => ranked.slice(0, 1));
  const record = index.devices.get(device.value);
  const roofs =
    record === undefined
      ? []
      : [
          ...measuredRoof(device.items.filter(isTimedByDevice)),
          ...datasheetRoof(record, dataType.value),
        ];
  return {
    title: 'Roofline',
    intro:
      'The fastest verified result of each problem over its arithmetic intensity: operations per byte that must cross memory at least once. A roof comes from somewhere else than the points below it: the vendor’s datasheet, or the bandwidth that an operation counted in bytes reached on this device.',
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
        lines: roofs.flatMap((roof) => roofLines(roof, roofs, winners)),
      },
      roofsTable(roofs),
      pointsTable(index, winners, roofs),
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
    'No roof is drawn: no datasheet of this device is known, and no bandwidth was measured on it. This measures one, with an operation that is counted in bytes:',
  ],
  command: bandwidthCommand,
};

/** The most bytes a second that an operation counted in bytes reached, whatever its data type. */
function measuredRoof(entries: readonly Entry[]): Roof[] {
  const moving = entries.filter(isMeasured).filter(countsBytes);
  const busiest = fastest(moving);
  if (busiest === undefined) return [];
  return [
    {
      source: 'measured',
      flopsPerSecond: null,
      bytesPerSecond: busiest.rate.perSecond,
      busiest,
      label: `measured: ${problemTitle(busiest.case)}, ${variantText(busiest)} on ${busiest.stack.id}; in the run of ${dateText(busiest.run.startedAt)}; the true roof lies at or above it`,
    },
  ];
}

function datasheetRoof(device: PublishedDevice, dataType: string): Roof[] {
  const sheet = findDatasheet(device.gpu);
  const peak = sheet?.peak[dataType as DataType];
  if (sheet === null || peak === null || peak === undefined) return [];
  return [
    {
      source: 'datasheet',
      flopsPerSecond: peak,
      bytesPerSecond: sheet.bytesPerSecond,
      label: `datasheet: ${sheet.source} (${sheet.name})`,
    },
  ];
}

function countsBytes({ case: { work } }: Entry): boolean {
  return work === 'bytes';
}

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

function peakText({ flopsPerSecond }: Roof): string {
  return flopsPerSecond === null
    ? 'not measured'
    : formatThroughput({ perSecond: flopsPerSecond, unit: rateUnits.flops });
}

function bandwidthText({ bytesPerSecond }: Roof): string {
  return formatThroughput({ perSecond: bytesPerSecond, unit: rateUnits.bytes });
}

/** The intensity at which the two limits meet; null where there is one alone. */
function ridgeOf({ flopsPerSecond, bytesPerSecond }: Roof): number | null {
  return flopsPerSecond === null ? null : flopsPerSecond / bytesPerSecond;
}

/** The slope up to the ridge at peak ÷ bandwidth, and the flat part after it. */
function roofLines(
  roof: Roof,
  roofs: readonly Roof[],
  entries: readonly MeasuredEntry[],
): PlotLine[] {
  const ridge = ridgeOf(roof);
  const positions = [...roofs.flatMap((each) => ridgeOf(each) ?? []), ...entries.map(intensity)];
  const left = Math.min(...positions) / 2;
  const right = Math.max(...positions) * 2;
  const { source, bytesPerSecond, flopsPerSecond } = roof;
  const end = ridge ?? right;
  const top = { x: end, y: end * bytesPerSecond };
  const slope: PlotLine = {
    label: `${bandwidthText(roof)} ${source}`,
    from: { x: left, y: left * bytesPerSecond },
    to: top,
    source,
  };
  if (flopsPerSecond === null) return [slope];
  return [
    slope,
    {
      label: `${peakText(roof)} ${source}`,
      from: { x: end, y: flopsPerSecond },
      to: { x: right, y: flopsPerSecond },
      source,
    },
  ];
}

function roofsTable(roofs: readonly Roof[]): TableView {
  return {
    kind: 'table',
    id: 'roofs',
    caption: 'Roofs',
    columns: [
      { title: 'Roof' },
      { title: 'Peak', numeric: true },
      { title: 'Bandwidth', numeric: true },
      { title: 'Ridge', numeric: true, hint: 'FLOP per byte at which the two limits meet' },
      { title: 'From' },
    ],
    rows: roofs.map((roof) => {
      const { busiest, bytesPerSecond } = roof;
      const ridge = ridgeOf(roof);
      return [
        { text: roof.source },
        { text: peakText(roof), sort: roof.flopsPerSecond },
        {
          text: bandwidthText(roof),
          sort: bytesPerSecond,
          ...(busiest === undefined ? {} : { href: resultAddress(busiest) }),
        },
        ridge === null ? { text: '', sort: null } : { text: threeDigits(ridge), sort: ridge },
        { text: roof.label },
      ];
    }),
    empty: 'No roof is known.',
  };
}

function pointsTable(
  index: PublicationIndex,
  entries: readonly MeasuredEntry[],
  roofs: readonly Roof[],
): TableView {
  const roof = roofs.find(({ source }) => source === 'datasheet') ?? roofs[0];
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
      { title: roof === undefined ? 'Of a roof' : `Of the ${roof.source} roof`, numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: entries.map((entry): TableCell[] => [
      { text: problemTitle(entry.case) },
      { text: threeDigits(intensity(entry)), sort: intensity(entry) },
      stackCell(entry),
      { text: variantText(entry) },
      throughputCell(entry),
      roofCell(entry, roof),
      runCell(entry),
      { text: repeatNumber(index, entry), code: true },
    ]),
    empty: 'Nothing was measured here.',
  };
}

/** What a measured roof is made of says nothing below it. */
function roofCell(entry: MeasuredEntry, roof: Roof | undefined): TableCell {
  if (roof === undefined || (roof.source === 'measured' && countsBytes(entry))) {
    return { text: '', sort: null };
  }
  const limit = Math.min(
    roof.flopsPerSecond ?? Number.POSITIVE_INFINITY,
    intensity(entry) * roof.bytesPerSecond,
  );
  return shareCell(
    speed(entry) / limit,
    resultAddress(entry),
    'Above 100 %: the roof is too low, or the algorithm does fewer operations than are counted (Winograd, FFT).',
  );
}
