// No imports: the page of results has this file in it.

/**
 * What the throughput of an operation counts: its floating-point operations, or the bytes that must
 * cross memory. Both are fields of a case by these names.
 */
export const works = ['flops', 'bytes'] as const;
export type Work = (typeof works)[number];

/** Units of throughput. */
export const rateUnits = { flops: 'FLOP/s', bytes: 'B/s' } as const satisfies Record<Work, string>;
export type RateUnit = (typeof rateUnits)[Work];

/** How much work one repetition does, and of which kind. */
export type AmountOfWork = Readonly<{ work: Work } & Record<Work, number>>;

/** Throughput: work a second. */
export interface Rate {
  perSecond: number;
  unit: RateUnit;
}

/** The amount of work of one repetition: flops or bytes. */
export function workOf(amount: AmountOfWork): number {
  return amount[amount.work];
}

/** The throughput of a repetition that takes `kernelNs`. */
export function rateOf(amount: AmountOfWork, kernelNs: number): Rate {
  return { perSecond: (workOf(amount) / kernelNs) * 1e9, unit: rateUnits[amount.work] };
}

/**
 * Whether a case computes nothing. What it reaches is a bandwidth, which other work is held against, and says
 * nothing of which stack computes faster.
 */
export function onlyMoves({ flops }: Pick<AmountOfWork, 'flops'>): boolean {
  return flops === 0;
}
