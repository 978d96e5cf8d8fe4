import type { DataType } from '@stackbench/model';
import { type AmountOfWork, workOf } from '@stackbench/model/work';
import { type Datasheet, findDatasheet } from './datasheet.ts';

/** A time, and what the GPU was like around it; null for what its tools do not tell. */
export interface Conditioned {
  kernelNs: number;
  smClockMhz: number | null;
  powerW: number | null;
}

/** What a number comes to at the clock and the power that were there. */
export interface Efficiency {
  /** Of the operations that the datasheet has at this very clock. */
  ofClock: { share: number; sheet: Datasheet } | null;
  /** For an operation, or a byte that crosses memory. */
  picojoules: number | null;
}

/** @param gpu its name */
export function findEfficiency(
  { kernelNs, smClockMhz, powerW }: Conditioned,
  amount: AmountOfWork & { dataType: DataType },
  gpu: string | null,
): Efficiency {
  const sheet = findDatasheet(gpu);
  const work = workOf(amount);
  const mostAtClock =
    smClockMhz === null || sheet === null || amount.work !== 'flops'
      ? null
      : sheet.perCycle[amount.dataType] * smClockMhz * 1e-3;
  return {
    ofClock:
      mostAtClock === null || sheet === null
        ? null
        : { share: work / kernelNs / mostAtClock, sheet },
    // Watts and nanoseconds make nanojoules.
    picojoules: powerW === null ? null : ((powerW * kernelNs) / work) * 1e3,
  };
}

/** `1980 MHz`, `612 W`: what is told of them. */
export function describeConditions({ smClockMhz, powerW }: Conditioned): string[] {
  return [
    ...(smClockMhz === null ? [] : [`${smClockMhz} MHz`]),
    ...(powerW === null ? [] : [`${powerW} W`]),
  ];
}

/** `50.0 % of H200 SXM, f32`; null where it is unknown. */
export function describeShareOfClock({ ofClock }: Efficiency, dataType: DataType): string | null {
  return ofClock === null
    ? null
    : `${(ofClock.share * 100).toFixed(1)} % of ${ofClock.sheet.name}, ${dataType}`;
}

/** `29.6 pJ an operation`; null where it is unknown. */
export function describeEnergy(
  { picojoules }: Efficiency,
  { work }: Pick<AmountOfWork, 'work'>,
): string | null {
  if (picojoules === null) return null;
  return `${Number(picojoules.toPrecision(3))} pJ ${work === 'flops' ? 'an operation' : 'a byte'}`;
}
