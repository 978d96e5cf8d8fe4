import { formatAddress } from './address.ts';
import {
  byVariant,
  controlsOf,
  narrow,
  narrowToDevice,
  narrowToProblem,
  narrowToRun,
} from './narrow.ts';
import { runCell, stackCell, throughputCell, timeText, variantText } from './cells.ts';
import { type Entry, fastest, isMeasured } from '../../analysis/publication/publication-index.ts';
import { repeatCommand } from './repeat-command.ts';
import type { MakeView, TableCell, TableView } from './view.ts';

/** One problem across all stacks and variants of a device; without one, the list of problems. */
export const caseView: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.entries, parameters);
  const run = narrowToRun(index, device.items, parameters);
  const problem = narrowToProblem(run.items, parameters);
  const variant = narrow(problem.items, { ...byVariant, all: 'all' }, parameters);
  return {
    title: 'A case across stacks',
    intro:
      'One problem in one data type on one device: every stack and variant that tried it, also those that failed. Call latency and first call are host time and never part of the throughput.',
    controls: controlsOf(device, run, problem, variant),
    blocks: [stacksTable(variant.items)],
  };
};

function stacksTable(entries: readonly Entry[]): TableView {
  const best = fastest(entries.filter(isMeasured));
  const rows = entries
    .toSorted((a, b) => (b.rate?.perSecond ?? -1) - (a.rate?.perSecond ?? -1))
    .map((entry): TableCell[] => [
      stackCell(entry),
      { text: variantText(entry), href: historyAddress(entry) },
      throughputCell(entry, best?.rate.perSecond),
      time(entry.result.measured?.kernelNs),
      time(entry.result.measured?.callLatencyNs),
      time(entry.result.measured?.firstCallNs),
      time(entry.result.measured?.buildNs),
      runCell(entry),
      // A number is shown against the fastest, so both are measured again.
      {
        text: repeatCommand(entry, ...(best !== undefined && isMeasured(entry) ? [best] : [])),
        code: true,
      },
    ]);
  return {
    kind: 'table',
    id: 'stacks',
    caption: 'Stacks and variants',
    columns: [
      { title: 'Stack' },
      { title: 'Variant' },
      { title: 'Throughput', numeric: true },
      { title: 'Kernel', numeric: true, hint: 'Device clock, one repetition' },
      {
        title: 'Call',
        numeric: true,
        hint: 'Host clock: one repetition, submission to completion',
      },
      { title: 'First call', numeric: true, hint: 'Host clock, after the build' },
      { title: 'Build', numeric: true, hint: 'Host clock' },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows,
    empty: 'No such problem was tried on this device.',
  };
}

function time(ns: number | undefined): TableCell {
  return ns === undefined ? { text: '', sort: null } : { text: timeText(ns), sort: ns };
}

function historyAddress(entry: Entry): string {
  return formatAddress('history', [
    ['device', entry.device.key],
    ['case', entry.case.id],
  ]);
}
