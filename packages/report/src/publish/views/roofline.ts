import type { DataType } from '@stackbench/model';
import { rateUnits } from '@stackbench/model/work';
import { formatThroughput, threeDigits } from '../../numbers.ts';
import { byDataType, controlsOf, narrow, narrowToDevice } from './narrow.ts';
import {
  intervalText,
  resultAddress,
  runCell,
  shareCell,
  stackCell,
  throughputCell,
  throughputText,
} from './cells.ts';
import { findDatasheet } from '../../analysis/datasheet.ts';
import { clockOf, contestsOf } from '../../analysis/publication/contests.ts';
import { variantText } from './overview.ts';
import {
  type Entry,
  isMeasured,
  type MeasuredEntry,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import type { PublishedDevice } from '../../analysis/publication/publication.ts';
import type { PlotLine, PlotPoint } from './plot-view.ts';
import { repeatNumber } from './repeat-command.ts';
import type { Block, MakeView, TableCell, TableView } from './view.ts';

/** A limit min(peak, intensity · bandwidth), and where it comes from. */
interface Roof {
  source: 'measured' | 'datasheet';
  flopsPerSecond: number;
  bytesPerSecond: number;
  label: string;
  /** The results that it is made of; a datasheet's has none. */
  peak?: MeasuredEntry;
  busiest?: MeasuredEntry;
}

/** Throughput over arithmetic intensity, below the roofs. */
export const roofline: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.current, parameters);
  const dataType = narrow(device.items, byDataType, parameters);
  // A rate with the latency in it is no rate of the device.
  const entries = dataType.items.filter(
    (entry) => !isMeasured(entry) || clockOf(entry) === 'device',
  );
  const winners = contestsOf(entries).flatMap(({ ranked }) => ranked.slice(0, 1));
  const record = index.devices.get(device.value);
  const roofs = record === undefined ? [] : roofsOf(record, entries);
  return {
    title: 'Roofline',
    intro:
      'The fastest verified result of each problem over its arithmetic intensity: operations per byte that must cross memory at least once. A measured roof is the highest throughput and the highest traffic seen in these runs, so the true roof lies at or above it; a datasheet roof is the vendor’s promise.',
    controls: controlsOf(device, dataType),
    blocks: [
      ...(roofs.some((roof) => roof.source === 'datasheet') ? [] : [noDatasheet]),
      {
        kind: 'plot',
        shape: 'scatter',
        caption: `Roofline, ${dataType.value}`,
        x: { title: 'Arithmetic intensity (FLOP per byte)', scale: 'log' },
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

const noDatasheet: Block = {
  kind: 'text',
  paragraphs: ['No datasheet of this device is known, so only measured roofs are drawn.'],
};

function roofsOf(device: PublishedDevice, entries: readonly Entry[]): Roof[] {
  const measured = entries.filter(isMeasured);
  const [first] = measured;
  if (first === undefined) return [];
  const best = measured.reduce((most, entry) => (speed(entry) > speed(most) ? entry : most), first);
  const busiest = measured.reduce(
    (most, entry) => (traffic(entry) > traffic(most) ? entry : most),
    first,
  );
  const roofs: Roof[] = [
    {
      source: 'measured',
      flopsPerSecond: speed(best),
      bytesPerSecond: traffic(busiest),
      peak: best,
      busiest,
      label: `measured: ${best.stack.id} ${best.case.variant}; ${busiest.stack.id} ${busiest.case.variant}`,
    },
  ];
  const sheet = findDatasheet(device.gpu);
  const dataType: DataType = best.case.dataType;
  const peak = sheet?.peak[dataType];
  if (sheet !== null && peak !== null && peak !== undefined) {
    roofs.push({
      source: 'datasheet',
      flopsPerSecond: peak,
      bytesPerSecond: sheet.bytesPerSecond,
      label: `datasheet: ${sheet.source} (${sheet.name})`,
    });
  }
  return roofs;
}

/** Operations a second, also of what is told in bytes a second. */
function speed({ case: record, result }: MeasuredEntry): number {
  return (record.flops / result.measured.kernelNs) * 1e9;
}

/** Bytes per second that a result must at least have moved. */
function traffic({ case: record, result }: MeasuredEntry): number {
  return (record.bytes / result.measured.kernelNs) * 1e9;
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
  return formatThroughput({ perSecond: flopsPerSecond, unit: rateUnits.flops });
}

/** The intensity at which the two limits meet. */
function ridgeOf(roof: Roof): number {
  return roof.flopsPerSecond / roof.bytesPerSecond;
}

/** The slope up to the ridge at peak ÷ bandwidth, and the flat part after it. */
function roofLines(
  roof: Roof,
  roofs: readonly Roof[],
  entries: readonly MeasuredEntry[],
): PlotLine[] {
  const ridge = ridgeOf(roof);
  const positions = [...roofs.map(ridgeOf), ...entries.map(intensity)];
  const left = Math.min(...positions) / 2;
  const right = Math.max(...positions) * 2;
  const top = { x: ridge, y: roof.flopsPerSecond };
  return [
    {
      label: `${threeDigits(roof.bytesPerSecond / 1e9)} GB/s ${roof.source}`,
      from: { x: left, y: left * roof.bytesPerSecond },
      to: top,
      source: roof.source,
    },
    {
      label: `${peakText(roof)} ${roof.source}`,
      from: top,
      to: { x: right, y: roof.flopsPerSecond },
      source: roof.source,
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
    rows: roofs.map((roof) => [
      { text: roof.source },
      {
        text: peakText(roof),
        sort: roof.flopsPerSecond,
        ...linkTo(roof.peak),
      },
      {
        text: `${threeDigits(roof.bytesPerSecond / 1e9)} GB/s`,
        sort: roof.bytesPerSecond,
        ...linkTo(roof.busiest),
      },
      { text: threeDigits(ridgeOf(roof)) },
      { text: roof.label },
    ]),
    empty: 'Nothing was measured, so there is no roof.',
  };
}

function linkTo(entry: MeasuredEntry | undefined): { href?: string } {
  return entry === undefined ? {} : { href: resultAddress(entry) };
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
      { title: `Of the ${roof?.source ?? ''} roof`, numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: entries.map((entry): TableCell[] => {
      const limit =
        roof === undefined
          ? Number.NaN
          : Math.min(roof.flopsPerSecond, intensity(entry) * roof.bytesPerSecond);
      return [
        { text: problemTitle(entry.case) },
        { text: threeDigits(intensity(entry)), sort: intensity(entry) },
        stackCell(entry),
        { text: variantText(entry) },
        throughputCell(entry),
        shareCell(
          speed(entry) / limit,
          resultAddress(entry),
          'Above 100 %: the roof is too low, or the algorithm does fewer operations than are counted (Winograd, FFT).',
        ),
        runCell(entry),
        { text: repeatNumber(index, entry), code: true },
      ];
    }),
    empty: 'Nothing was measured here.',
  };
}
