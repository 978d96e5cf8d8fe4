import { type Rate, rateOf } from '@stackbench/model/work';
import { formatScatter, formatThroughput, threeDigits } from '../../numbers.ts';
import { formatPercent } from '../../compare/phrases.ts';
import { marks } from '../../marks.ts';
import { isBeyondPeak } from '../../analysis/plausible.ts';
import { formatAddress } from './address.ts';
import type { Entry, MeasuredEntry } from '../../analysis/publication/publication-index.ts';
import { isMeasured } from '../../analysis/publication/publication-index.ts';
import { isHarmless, troubleOf } from '../../analysis/publication/trouble-groups.ts';
import type { TableCell } from './view.ts';

/** To the page of one result: its run, its stack's facts and the command that repeats it. */
export function resultAddress(entry: Entry): string {
  return formatAddress('result', [
    ['device', entry.device.key],
    ['stack', entry.stack.id],
    ['case', entry.case.id],
    ['run', entry.run.id],
  ]);
}

export function stackAddress(entry: Pick<Entry, 'stack'>): string {
  return formatAddress('stack', [
    ['device', entry.stack.device],
    ['id', entry.stack.id],
  ]);
}

export function caseAddress(entry: Entry): string {
  return formatAddress('case', [
    ['device', entry.device.key],
    ['problem', `${entry.case.operation}:${entry.case.problem};${entry.case.dataType}`],
  ]);
}

export function stackCell(entry: Entry): TableCell {
  return { text: entry.stack.id, href: stackAddress(entry) };
}

/** A measurement, or in its place the word that says why there is none. */
export function throughputCell(entry: Entry | undefined, best?: number): TableCell {
  if (entry === undefined) return { text: 'not tried', sort: null, tone: 'quiet' };
  if (!isMeasured(entry)) return statusCell(entry);
  return {
    text: throughputText(entry),
    sort: entry.rate.perSecond,
    href: resultAddress(entry),
    hint: intervalText(entry),
    ...(best === undefined ? {} : { bar: entry.rate.perSecond / best }),
    ...(best === entry.rate.perSecond ? { tone: 'best' as const } : {}),
  };
}

/** `5.12 TFLOP/s ±0.8%`, with `‡` by the host's clock, `^` beyond the GPU's peak, `!` when launches were left out. */
export function throughputText(entry: MeasuredEntry): string {
  const { spread, clock, leftOut } = entry.result.measured;
  const deviation = deviationOf(entry);
  const scatter = formatScatter({ interval: deviation === null ? null : { deviation }, spread });
  return [
    formatThroughput(entry.rate),
    scatter === '' ? '(no interval)' : scatter,
    ...(clock === 'host' ? [marks.hostTimed] : []),
    ...(isPastPeak(entry) ? [marks.beyondPeak] : []),
    ...(leftOut > 0 ? ['!'] : []),
  ].join(' ');
}

/** Whether its GPU promises less than was measured of it. */
function isPastPeak({ case: { dataType }, result: { measured }, device }: MeasuredEntry): boolean {
  return isBeyondPeak({ flops: measured.flops, dataType }, measured.kernelNs, device.gpu);
}

/** The larger side of the interval ÷ the median it belongs to. */
function deviationOf({ result: { measured } }: MeasuredEntry): number | null {
  if (measured.interval === null) return null;
  const { lowNs, highNs } = measured.interval;
  return Math.max(highNs - measured.kernelNs, measured.kernelNs - lowNs) / measured.kernelNs;
}

/** The interval of the throughput; the slow end of the time is the low end here. */
function throughputInterval(entry: MeasuredEntry): { low: Rate; high: Rate } | null {
  const { interval } = entry.result.measured;
  if (interval === null) return null;
  return { low: rateOf(entry.case, interval.highNs), high: rateOf(entry.case, interval.lowNs) };
}

/** Where the interval of the throughput begins and ends, in multiples of `unit`; null where there is none. */
export function intervalEnds(
  entry: MeasuredEntry,
  unit = 1,
): { low: number | null; high: number | null } {
  const interval = throughputInterval(entry);
  if (interval === null) return { low: null, high: null };
  return { low: interval.low.perSecond / unit, high: interval.high.perSecond / unit };
}

/** What stands behind a number, in words. */
export function intervalText(entry: MeasuredEntry): string {
  const { launches, leftOut, spread, clock } = entry.result.measured;
  const interval = throughputInterval(entry);
  const parts = [
    interval === null
      ? `too few launches for an interval (${launches})`
      : `95 % interval ${formatThroughput(interval.low)} to ${formatThroughput(interval.high)}, over ${launches} launches`,
    ...(spread === null
      ? []
      : [`the middle half of the samples of a launch spreads by ${formatPercent(spread)}`]),
    ...(clock === 'host' ? ["timed by the host's clock"] : []),
    ...(isPastPeak(entry) ? ['more than the datasheet of the GPU promises'] : []),
    ...(leftOut > 0 ? [`${leftOut} of ${launches + leftOut} launches left out`] : []),
  ];
  return parts.join('; ');
}

function statusCell(entry: Entry): TableCell {
  const { reason } = entry.result;
  return {
    text: troubleOf(entry),
    sort: null,
    href: resultAddress(entry),
    tone: isHarmless(entry) ? 'quiet' : 'bad',
    ...(reason === null ? {} : { hint: reason }),
  };
}

export function runCell({ run }: Pick<Entry, 'run'>): TableCell {
  return { text: dateText(run.startedAt), sort: run.startedAt, href: encodePath(run.file) };
}

/** `standard, 10 rounds, 2026-01-31 14:05` */
export function runTitle({ suite, rounds, startedAt }: Entry['run']): string {
  return `${suite}, ${countNoun(rounds, 'round')}, ${dateText(startedAt)}`;
}

/** `1f11206`, with what was not committed `1f11206, changed`; empty where it is not known. */
export function commitText({ commit, dirty }: Entry['run']): string {
  if (commit === null) return '';
  return `${commit.slice(0, 7)}${dirty === true ? ', changed' : ''}`;
}

/** The runs of two results that are held against each other: a claim across days says both. */
export function runsCell(one: Entry, other: Entry): TableCell {
  if (one.run.id === other.run.id) return runCell(one);
  return {
    text: `${dateText(one.run.startedAt)}, ${dateText(other.run.startedAt)}`,
    sort: one.run.startedAt,
    hint: 'measured in two runs: drift between them cannot be excluded',
    tone: 'warning',
  };
}

/** `2026-01-31 14:05`, UTC. */
export function dateText(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

/** A relative path as an address; a name cannot turn it into one with a scheme. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A share of something as `73 %`, never rounded to 0 or up to 100. */
export function shareCell(share: number, href: string, hint?: string): TableCell {
  return {
    text: shareText(share),
    sort: share,
    href,
    bar: Math.min(1, share),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** `73 %`, `0.5 %`, `107 %`; three digits, so that 99.6 % is not called 100 %. */
export function shareText(share: number): string {
  return `${threeDigits(share * 100)} %`;
}

/** A time with the unit that suits it. */
export function timeText(ns: number): string {
  if (ns < 1e3) return `${threeDigits(ns)} ns`;
  if (ns < 1e6) return `${threeDigits(ns / 1e3)} µs`;
  if (ns < 1e9) return `${threeDigits(ns / 1e6)} ms`;
  return `${threeDigits(ns / 1e9)} s`;
}

export function countNoun(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** The variant's name; for `best`, what it chose. */
export function variantText({ case: record, result }: Entry): string {
  const chosen = result.measured?.chosenVariants ?? [];
  return chosen.length === 0 ? record.variant : `${record.variant}: ${chosen.join(' or ')}`;
}
