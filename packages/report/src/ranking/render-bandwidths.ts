import { bandwidthOptions } from '../bench-command.ts';
import type { Bandwidth, BoundOperation } from '../analysis/bandwidth.ts';
import type { MeasuredSummary } from '../analysis/ranking.ts';
import { formatScatter, formatShare, formatThroughput, threeDigits } from '../numbers.ts';
import { rateUnits } from '@stackbench/model';
import type { Paint } from '../style.ts';
import { escapeControl, hang, wrap } from '../text.ts';
import { namePlace } from './name-class.ts';
import { listShares } from './render-reach.ts';

/** A paragraph for each device: what its stacks reach by copying, what its datasheet says, what is held against that. */
export function renderBandwidths(
  bandwidths: readonly Bandwidth[],
  width: number,
  paint: Paint,
): string[] {
  if (bandwidths.length === 0) return [];
  const isMeasured = bandwidths.some(({ copies }) => copies.length > 0);
  if (!isMeasured) {
    return wrap(
      `Memory bounds some of what was measured; ${bandwidthOptions} shows the bandwidth that it is held against.`,
      width,
    );
  }
  return [
    paint('heading', 'Bandwidth, by copying: read and written'),
    ...bandwidths.flatMap((each) => [
      ...hang(`  ${namePlace(each.of)}`, escapeControl(describeCopies(each)), width),
      ...each.bound.flatMap((operation) =>
        operation.stacks.length === 0
          ? []
          : hang('    ', escapeControl(describeBound(operation)), width),
      ),
    ]),
  ];
}

function describeCopies({ copies, sheet, ridges }: Bandwidth): string {
  const parts = copies.length === 0 ? ['no copy was measured'] : [listCopies(copies)];
  if (sheet !== null) {
    const promised = formatThroughput({ perSecond: sheet.bytesPerSecond, unit: rateUnits.bytes });
    const [first] = copies;
    const reached =
      first === undefined
        ? ''
        : `, of which ${formatShare(first.measured.rate.perSecond / sheet.bytesPerSecond)}`;
    parts.push(`datasheet of ${sheet.name}: ${promised}${reached}`);
  }
  if (ridges.length > 0) {
    const told = ridges.map(
      ({ dataType, flopsPerByte }) => `${dataType} ${threeDigits(flopsPerByte)}`,
    );
    parts.push(`ridge, FLOP per byte: ${told.join(', ')}`);
  }
  return parts.join('; ');
}

/** `pytorch:system 12.1 GB/s ⇅1.2%, webgpu:dawn/x 9.1 GB/s (16 MiB, hot caches)`: what is so for all is said once. */
function listCopies(copies: readonly MeasuredSummary[]): string {
  const what = copies.map(({ case: { title, problem }, measured: { caches } }) =>
    [title ?? problem, ...(caches === 'hot' ? ['hot caches'] : [])].join(', '),
  );
  const isSame = new Set(what).size === 1;
  const told = copies.map(({ stack, measured }, at) =>
    [
      stack.id,
      formatThroughput(measured.rate),
      formatScatter(measured),
      isSame ? '' : `(${what[at]})`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
  return `${told.join(', ')}${isSame ? ` (${what[0]})` : ''}`;
}

/** `softmax f32 of its stack's: pytorch:system 78%, webgpu:dawn/x 34% over 5 problems` */
function describeBound({ operation, dataType, stacks }: BoundOperation): string {
  return `${operation} ${dataType} of its stack's: ${listShares(stacks)}`;
}
