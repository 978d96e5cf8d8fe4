import { rateUnits } from '@stackbench/model/work';
import type { Entry, PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { repeatNumber } from '../views/repeat-command.ts';
import { escapeCsv } from './escape.ts';

type Field = string | number | boolean | null;

/** The columns of `results.csv`: one row for each case on each stack in each run. */
const columns: readonly (readonly [string, (entry: Entry, index: PublicationIndex) => Field])[] = [
  ['run', ({ run }) => run.id],
  ['startedAt', ({ run }) => run.startedAt],
  ['suite', ({ run }) => run.suite],
  ['device', ({ device }) => device.key],
  ['software', ({ device }) => device.software],
  ['stack', ({ stack }) => stack.id],
  ['case', ({ case: record }) => record.id],
  ['operation', ({ case: record }) => record.operation],
  ['variant', ({ case: record }) => record.variant],
  ['problem', ({ case: record }) => record.problem],
  ['dataType', ({ case: record }) => record.dataType],
  ['status', ({ result }) => result.status],
  ['reason', ({ result }) => result.reason],
  ['throughput', ({ rate }) => rate && Number(rate.perSecond.toPrecision(6))],
  ['throughputUnit', ({ case: { work } }) => rateUnits[work]],
  ['kernelNs', ({ result }) => result.measured?.kernelNs ?? null],
  ['kernelLowNs', ({ result }) => result.measured?.interval?.lowNs ?? null],
  ['kernelHighNs', ({ result }) => result.measured?.interval?.highNs ?? null],
  ['spreadWithinLaunch', ({ result }) => result.measured?.spread ?? null],
  ['clock', ({ result }) => result.measured?.clock ?? null],
  ['launches', ({ result }) => result.measured?.launches ?? null],
  ['launchesLeftOut', ({ result }) => result.measured?.leftOut ?? null],
  ['caches', ({ result }) => result.measured?.caches ?? null],
  ['callLatencyNs', ({ result }) => result.measured?.callLatencyNs ?? null],
  ['firstCallNs', ({ result }) => result.measured?.firstCallNs ?? null],
  ['buildNs', ({ result }) => result.measured?.buildNs ?? null],
  ['smClockMhz', ({ result }) => result.measured?.smClockMhz ?? null],
  ['powerW', ({ result }) => result.measured?.powerW ?? null],
  ['flops', ({ result }) => result.measured?.flops ?? null],
  ['bytes', ({ result }) => result.measured?.bytes ?? null],
  ['programs', ({ result }) => result.measured?.programs.join(' ') || null],
  ['chosenVariants', ({ result }) => result.measured?.chosenVariants.join(' or ') || null],
  ['runFile', ({ run }) => run.file],
  ['repeat', (entry, index) => repeatNumber(index, entry)],
];

/** `results.csv`, row by row. What is missing is an empty field. */
export function* renderCsv(index: PublicationIndex): Generator<string> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`;
  for (const entry of index.entries) {
    yield `${columns.map(([, value]) => escapeCsv(value(entry, index))).join(',')}\r\n`;
  }
}
