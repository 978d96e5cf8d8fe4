import type { RateUnit } from '@stackbench/model/work';
import { formatThroughput } from '../../numbers.ts';
import type { PlotAxis } from '../views/plot-view.ts';

/** From values to pixels, with the values that are worth a line. */
export interface Scale {
  at: (value: number) => number;
  ticks: readonly { value: number; text: string }[];
}

/** @param values what must find room; other values are drawn at the nearer end */
export function scaleOf(
  axis: PlotAxis,
  values: readonly number[],
  [start, end]: readonly [number, number],
): Scale {
  const known = values.filter(
    (value) => Number.isFinite(value) && (axis.scale !== 'log' || value > 0),
  );
  const warp = axis.scale === 'log' ? Math.log : (value: number) => value;
  const [low, high] = widen(Math.min(...known), Math.max(...known), axis);
  const share = (value: number) => (warp(value) - warp(low)) / (warp(high) - warp(low));
  const at = (value: number) => start + Math.min(1, Math.max(0, share(value))) * (end - start);
  const room = Math.max(2, Math.floor(Math.abs(end - start) / 64));
  const found = axis.steps
    ? axis.steps.map((_, step) => step)
    : axis.scale === 'log'
      ? logTicks(low, high, room)
      : linearTicks(low, high, room);
  const text = formatOf(axis);
  return { at, ticks: found.map((value) => ({ value, text: text(value) })) };
}

/** Leaves room at both ends, and has some where all values are one. */
function widen(low: number, high: number, { scale, steps }: PlotAxis): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [1, 2];
  if (steps) return [-0.5, steps.length - 0.5];
  if (scale === 'log') {
    const room = Math.max((high / low) ** 0.04, 1.02);
    return [low / room, high * room];
  }
  const room = (high - low) * 0.04 || Math.abs(high) * 0.02 || 1;
  return [low - room, high + room];
}

/** Multiples of 1, 2 or 5 times a power of ten, about `count` of them. */
function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

/** 1, 2 and 5 times powers of ten; only powers, or some of them, where there is no room for more. */
function logTicks(low: number, high: number, count: number): number[] {
  // Within one decade round steps say more.
  if (high / low < 3) return linearTicks(low, high, Math.min(count, 5));
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first;
  const ticksOf = (digits: readonly number[]) =>
    Array.from({ length: decades + 1 }, (_, at) =>
      digits.map((digit) => digit * 10 ** (first + at)),
    )
      .flat()
      .filter((tick) => tick >= low && tick <= high);
  const fine = ticksOf([1, 2, 5]);
  const powers = ticksOf([1]);
  if (fine.length <= count || powers.length < 2) return fine;
  const every = Math.ceil(powers.length / count);
  return powers.filter((_, at) => at % every === 0);
}

function formatOf({ format, steps }: PlotAxis): (value: number) => string {
  if (steps) return (step) => steps[step] ?? '';
  if (format === undefined) return siText;
  if (format === 'percent') return (share) => `${Number((share * 100).toPrecision(4))} %`;
  if (format === 'ratio') return (ratio) => `${Number(ratio.toPrecision(3))}×`;
  return (value) => rateText(value, format);
}

function rateText(perSecond: number, unit: RateUnit): string {
  if (perSecond === 0) return '0';
  return formatThroughput({ perSecond, unit })
    .replace(/(\.\d*?)0+ /, '$1 ')
    .replace('. ', ' ');
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** `20`, `500 M`, `1 T` */
function siText(value: number): string {
  const step = Math.max(0, Math.min(prefixes.length - 1, Math.floor(Math.log10(value) / 3 + 1e-9)));
  const prefix = prefixes[step] ?? '';
  return `${Number((value / 1000 ** step).toPrecision(3))}${prefix === '' ? '' : ` ${prefix}`}`;
}
