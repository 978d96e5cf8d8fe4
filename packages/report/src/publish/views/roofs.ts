import type { DataType } from '@stackbench/model';
import { onlyMoves, rateUnits } from '@stackbench/model/work';
import { formatThroughput, threeDigits } from '../../numbers.ts';
import { findDatasheet } from '../../analysis/datasheet.ts';
import { largestCopies } from '../../analysis/largest-copies.ts';
import type { PublishedDevice } from '../../analysis/publication/publication.ts';
import {
  type Entry,
  isMeasured,
  type MeasuredEntry,
  problemTitle,
} from '../../analysis/publication/publication-index.ts';
import { dateText, intervalText, resultAddress, variantText } from './cells.ts';
import type { TableView } from './view.ts';

/** A limit min(peak, intensity · bandwidth), and where it comes from: never from the points below it. */
export type Roof = {
  bytesPerSecond: number;
  /** Where the two limits meet; null where no peak is known: no kernel shows that of a device. */
  ridge: number | null;
} & (
  | { source: 'datasheet'; flopsPerSecond: number; from: string }
  | { source: 'measured'; copy: MeasuredEntry }
);

export type MeasuredRoof = Extract<Roof, { source: 'measured' }>;
export type DatasheetRoof = Extract<Roof, { source: 'datasheet' }>;

/** What the stacks copy with, whatever the data type, the fastest first. */
export function measuredRoofs(entries: readonly Entry[], peak: number | null): MeasuredRoof[] {
  return largestCopies(
    entries.filter(isMeasured),
    ({ stack }) => stack.key,
    ({ rate }) => rate.perSecond,
  ).map((copy) => {
    const bytesPerSecond = copy.rate.perSecond;
    return {
      source: 'measured',
      bytesPerSecond,
      ridge: peak === null ? null : peak / bytesPerSecond,
      copy,
    };
  });
}

export function isCopy({ case: record }: Entry): boolean {
  return onlyMoves(record);
}

/** What the vendor of the device promises; null where that is not known. */
export function datasheetRoof(
  device: PublishedDevice | undefined,
  dataType: string,
): DatasheetRoof | null {
  const sheet = findDatasheet(device?.gpu ?? null);
  const peak = sheet?.peak[dataType as DataType] ?? null;
  if (sheet === null || peak === null) return null;
  const { bytesPerSecond, source, name } = sheet;
  return {
    source: 'datasheet',
    flopsPerSecond: peak,
    bytesPerSecond,
    ridge: peak / bytesPerSecond,
    from: `${source} (${name})`,
  };
}

export function peakText(flopsPerSecond: number): string {
  return formatThroughput({ perSecond: flopsPerSecond, unit: rateUnits.flops });
}

export function bandwidthText({ bytesPerSecond }: Pick<Roof, 'bytesPerSecond'>): string {
  return formatThroughput({ perSecond: bytesPerSecond, unit: rateUnits.bytes });
}

export function roofsTable(roofs: readonly Roof[]): TableView {
  return {
    kind: 'table',
    id: 'roofs',
    caption: 'Roofs',
    columns: [
      { title: 'Roof' },
      { title: 'Peak', numeric: true },
      { title: 'Bandwidth', numeric: true },
      {
        title: 'Ridge',
        numeric: true,
        hint: 'FLOP per byte at which the peak of the datasheet meets this bandwidth: what computes less is bound by memory',
      },
      { title: 'From' },
    ],
    rows: roofs.map((roof) => [
      { text: roof.source === 'measured' ? `measured, ${roof.copy.stack.id}` : roof.source },
      roof.source === 'measured'
        ? { text: 'not measured', sort: null, tone: 'quiet' }
        : { text: peakText(roof.flopsPerSecond), sort: roof.flopsPerSecond },
      {
        text: bandwidthText(roof),
        sort: roof.bytesPerSecond,
        ...(roof.source === 'measured'
          ? { href: resultAddress(roof.copy), hint: intervalText(roof.copy) }
          : {}),
      },
      roof.ridge === null
        ? { text: '', sort: null }
        : { text: threeDigits(roof.ridge), sort: roof.ridge },
      { text: roof.source === 'measured' ? copyText(roof.copy) : roof.from },
    ]),
    empty: 'No roof is known.',
  };
}

function copyText(copy: MeasuredEntry): string {
  const { caches } = copy.result.measured;
  const hot = caches === 'hot' ? ', which may have stayed in caches' : '';
  return `${problemTitle(copy.case)}, ${variantText(copy)}${hot}; ${intervalText(copy)}; in the run of ${dateText(copy.run.startedAt)}`;
}
