import type { Rate } from '@stackbench/model/work';

/** A unit of throughput with its prefix, and how much work a second one of it is. */
export interface Unit {
  name: string;
  perSecond: number;
}

const prefixes = [
  ['P', 1e15],
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
] as const;

/** The unit in which a rate, rounded to three digits, is at least 1: `TFLOP/s`, `GB/s`. */
export function pickUnit({ perSecond, unit }: Rate): Unit {
  const rounded = Number(perSecond.toPrecision(3));
  const [prefix, factor] = prefixes.find(([, times]) => rounded >= times) ?? ['', 1];
  return { name: `${prefix}${unit}`, perSecond: factor };
}

/** `5.12`, `45.7`, `0.341`: three significant digits; `<0.001` below that. */
export function threeDigits(value: number): string {
  if (value < 0.001) return '<0.001';
  const text = value.toPrecision(3);
  return text.includes('e') ? String(Number(text)) : text;
}

/** A throughput with its own unit: `5.12 GFLOP/s`. */
export function formatThroughput(rate: Rate): string {
  const unit = pickUnit(rate);
  return `${threeDigits(rate.perSecond / unit.perSecond)} ${unit.name}`;
}

/** A fraction as `±0.8%`, `±12%`, `±<0.1%`. */
export function formatDeviation(fraction: number): string {
  const percent = fraction * 100;
  if (percent < 0.05) return '±<0.1%';
  return percent < 9.95 ? `±${percent.toFixed(1)}%` : `±${percent.toFixed(0)}%`;
}

/** Of launches `±0.8%`, the interval; of the samples within one `⇅0.8%`, which is none. */
export function formatScatter({
  interval,
  spread,
}: {
  interval: { deviation: number } | null;
  spread: number | null;
}): string {
  if (interval !== null) return formatDeviation(interval.deviation);
  return spread === null ? '' : formatDeviation(spread).replace('±', spreadSign);
}

/** Stands before how far samples of one launch spread: nothing that the next launch is held to. */
export const spreadSign = '⇅';

/** A share of the best as `73%`, `<1%`. */
export function formatShare(share: number): string {
  return share < 0.005 ? '<1%' : `${Math.round(share * 100)}%`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `share` × `width` columns, to an eighth of a column; never empty. */
export function formatBar(share: number, width: number): string {
  const total = Math.max(1, Math.round(Math.min(share, 1) * width * 8));
  return '█'.repeat(total >> 3) + (eighths[total & 7] ?? '');
}

/** A span of time for people: `0.8 s`, `12 s`, `3 min 05 s`, `1 h 02 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `1 case`, `2 cases`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
