import { factAt, labelFact } from '@stackbench/model';
import { rateUnits } from '@stackbench/model/work';
import { controlsOf, heaviestFirst, narrow, narrowToDevice } from './narrow.ts';
import {
  commitText,
  dateText,
  intervalEnds,
  intervalText,
  resultAddress,
  runCell,
  shareText,
  stackCell,
  throughputCell,
  throughputText,
} from './cells.ts';
import {
  type Entry,
  isMeasured,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import type { FactValue } from '../../analysis/publication/publication.ts';
import { listVaried, overRuns } from '../../analysis/publication/varied.ts';
import { repeatNumber } from './repeat-command.ts';
import { seriesLimit } from '../charts/palette.ts';
import type { MakeView, TableCell } from './view.ts';

/** One case over all runs, and which facts of a stack changed in between. */
export const historyView: MakeView = (index, parameters) => {
  const about = listVaried(index.entries, overRuns);
  const device = narrowToDevice(index, index.entries, parameters, { about });
  const byCase = { parameter: 'case', label: 'Case', value: (entry: Entry) => entry.case.id };
  const chosen = narrow(device.items, heaviestFirst(byCase, about), parameters);
  const entries = chosen.items;
  const unit = rateUnits[entries[0]?.case.work ?? 'flops'];
  const stacks = [...Map.groupBy(entries, (entry) => entry.stack.id)];
  const plotted = new Set(stacks.slice(0, seriesLimit).map(([id]) => id));
  const runs = [...new Map(entries.map(({ run }) => [run.id, run])).values()];
  const places = new Map(runs.map(({ id }, at) => [id, at]));
  return {
    title: 'History',
    intro:
      'One case over all published runs. What ran another program, or counts as other work, is a line of its own. Two runs are never paired: what differs between them, drift and temperature included, cannot be told apart from the stack. bench compare judges two runs with that in mind.',
    controls: controlsOf(device, chosen),
    blocks: [
      {
        kind: 'plot',
        shape: 'scatter',
        caption: chosen.value || 'History',
        ...(stacks.length > seriesLimit
          ? { note: `${seriesLimit} of ${stacks.length} stacks; the table has all.` }
          : {}),
        x: {
          title: 'Run started (UTC), commit →',
          scale: 'linear',
          steps: runs.map((run) => `${dateText(run.startedAt)}\n${commitText(run)}`),
        },
        y: { title: unit, scale: 'linear', format: unit },
        connect: true,
        lines: [],
        points: entries
          .filter(isMeasured)
          .filter((entry) => plotted.has(entry.stack.id))
          .map((entry) => ({
            x: places.get(entry.run.id) ?? 0,
            y: entry.rate.perSecond,
            ...intervalEnds(entry),
            series: seriesOf(index, entry, entries),
            label: `${entry.stack.id}\n${entry.run.startedAt}\n${throughputText(entry)}\n${intervalText(entry)}`,
          })),
      },
      {
        kind: 'table',
        id: 'runs',
        caption: 'Runs of this case',
        columns: [
          { title: 'Run' },
          { title: 'Stack' },
          { title: 'Throughput', numeric: true },
          { title: 'Of the run before', numeric: true },
          { title: 'Facts that changed' },
          { title: 'Commit' },
          { title: 'Repeat' },
        ],
        rows: stacks.flatMap(([, own]) =>
          own.map((entry, at) => row(index, entry, own.slice(0, at))),
        ),
        empty: 'No run holds this case.',
      },
    ],
  };
};

/** The stack, and where it was not always the same that was measured, by what it was. */
function seriesOf(index: PublicationIndex, entry: Entry, entries: readonly Entry[]): string {
  const own = entries.filter((each) => each.stack.id === entry.stack.id && isMeasured(each));
  const kinds = [...new Set(own.map((each) => subjectOf(index, each)))];
  const at = kinds.indexOf(subjectOf(index, entry));
  return kinds.length === 1 ? entry.stack.id : `${entry.stack.id} (${at + 1})`;
}

/** What a series is of: program, work, and the facts that make a result one of another thing. */
function subjectOf(index: PublicationIndex, entry: Entry): string {
  const apart = Object.entries(factsIn(index, entry)).filter(
    ([name]) => factAt(name)?.fact.rankedTogether === false,
  );
  return JSON.stringify([entry.result.measured?.programs, entry.case[entry.case.work], apart]);
}

function row(index: PublicationIndex, entry: Entry, earlier: readonly Entry[]): TableCell[] {
  const before = earlier.findLast(isMeasured);
  const ratio =
    isMeasured(entry) &&
    before !== undefined &&
    subjectOf(index, before) === subjectOf(index, entry)
      ? entry.rate.perSecond / before.rate.perSecond
      : null;
  return [
    runCell(entry),
    stackCell(entry),
    throughputCell(entry),
    ratio === null
      ? { text: '', sort: null }
      : { text: shareText(ratio), sort: ratio, href: resultAddress(entry) },
    { text: earlier.length === 0 ? '' : changedFacts(index, earlier.at(-1), entry) },
    { text: commitText(entry.run) },
    { text: repeatNumber(index, entry), code: true },
  ];
}

type Told = Readonly<Record<string, FactValue>>;

/** `cuDNN: 9.1 → 9.5`, one a line. */
function changedFacts(index: PublicationIndex, before: Entry | undefined, after: Entry): string {
  const both = before !== undefined && isMeasured(before) && isMeasured(after);
  const factsOf = (entry: Entry): Told => ({
    ...factsIn(index, entry),
    ...(both ? measuredFacts(entry) : {}),
  });
  const [old, now]: [Told, Told] = [before === undefined ? {} : factsOf(before), factsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = names.filter((name) => old[name] !== now[name]);
  if (changed.length === 0) return 'none';
  return changed
    .map((name) => `${labelFact(name)}: ${text(old[name])} → ${text(now[name])}`)
    .join('\n');
}

/** What a run tells of a result itself, as facts beside those of its stack. */
function measuredFacts({ result: { measured } }: Entry): Told {
  if (measured === null) return {};
  const { flops, bytes, programs } = measured;
  return { FLOP: flops, bytes, ...(programs.length === 0 ? {} : { program: programs.join(', ') }) };
}

function factsIn(index: PublicationIndex, { stack, run }: Entry): Told {
  const configurations = index.stacks.get(stack.key)?.configurations ?? [];
  return configurations.find(({ runs }) => runs.includes(run.id))?.facts ?? {};
}

function text(value: FactValue | undefined): string {
  return value === undefined ? 'absent' : String(value);
}
