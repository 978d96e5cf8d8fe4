import type { Interval, Judgement } from '@stackbench/statistics';

const doubts = {
  'no-interval': 'one launch gives no interval',
  'wide-interval': 'the interval reaches across the margin',
  'false-discovery': 'may be chance among so many cases',
} as const;

/** `slower`, `faster (indicative)`, `inconclusive: the interval reaches across the margin`. */
export function describeVerdict(judgement: Judgement): string {
  if (judgement.verdict === 'inconclusive') return `inconclusive: ${doubts[judgement.because]}`;
  const indicative = judgement.evidence === 'indicative' ? ' (indicative)' : '';
  return judgement.verdict + indicative;
}

/** `1.230×` */
export function formatRatio(ratio: number): string {
  return `${digits(ratio)}×`;
}

/** Three decimals while they tell something, so that numbers of a column line up. */
function digits(ratio: number): string {
  if (ratio >= 10) return ratio.toPrecision(4);
  return ratio >= 0.1 ? ratio.toFixed(3) : ratio.toPrecision(3);
}

/** `1.201–1.260` */
export function formatInterval(interval: Interval | null): string {
  if (interval === null) return 'no interval';
  return `${digits(interval.low)}–${digits(interval.high)}`;
}

/** `1.8 %`: the smallest difference that could have been told; `–` where none could. */
export function formatDetectable({ detectable }: Pick<Judgement, 'detectable'>): string {
  return detectable === null ? '–' : formatPercent(detectable);
}

/** A fraction as a percentage: `1 %`, `2.4 %`. */
export function formatPercent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(2))} %`;
}

/** What B takes of A's time: `takes 23.0 % more time than A`, `takes as long as A`, `takes 3.42× the time of A`. */
export function describeRatio(ratio: number): string {
  if (ratio >= 2) return `takes ${ratio.toPrecision(3)}× the time of A`;
  if (ratio <= 0.5) return `takes 1/${(1 / ratio).toPrecision(3)} of the time of A`;
  const percent = (Math.abs(ratio - 1) * 100).toFixed(1);
  if (percent === '0.0') return 'takes as long as A';
  return `takes ${percent} % ${ratio > 1 ? 'more' : 'less'} time than A`;
}

const timeUnits = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
] as const;

/** `1.23 ms`, with three digits. */
export function formatTime(ns: number): string {
  const rounded = Number(ns.toPrecision(3));
  const unit = timeUnits.find((one) => rounded >= one.ns) ?? { name: 'ns', ns: 1 };
  const value = rounded / unit.ns;
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit.name}`;
}
