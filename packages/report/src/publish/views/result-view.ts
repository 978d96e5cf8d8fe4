import { formatAddress } from './address.ts';
import {
  caseAddress,
  dateText,
  encodePath,
  intervalText,
  stackAddress,
  throughputText,
  timeText,
  variantText,
} from './cells.ts';
import {
  type Entry,
  isMeasured,
  type MeasuredEntry,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import {
  describeConditions,
  describeEnergy,
  describeShareOfClock,
  findEfficiency,
} from '../../analysis/efficiency.ts';
import { troubleOf } from '../../analysis/publication/trouble-groups.ts';
import { repeatNumber } from './repeat-command.ts';
import type { Block, MakeView, TableCell } from './view.ts';

/** All that stands behind one number: its run, its stack's facts, the command that repeats it. */
export const resultView: MakeView = (index, parameters) => {
  const matches = index.entries.filter(
    (entry) =>
      entry.device.key === parameters.get('device') &&
      entry.stack.id === parameters.get('stack') &&
      entry.case.id === parameters.get('case'),
  );
  const entry = matches.findLast((each) => each.run.id === parameters.get('run')) ?? matches.at(-1);
  return {
    title: 'A result',
    intro: 'What stands behind one number, and how to measure it again.',
    controls: [],
    blocks:
      entry === undefined
        ? [{ kind: 'text', tone: 'warning', paragraphs: ['No run here holds this result.'] }]
        : [resultTable(index, entry)],
  };
};

function resultTable(index: PublicationIndex, entry: Entry): Block {
  const { run, stack, case: record, device, result } = entry;
  const rows: [string, TableCell][] = [
    ['Problem', { text: problemTitle(record), href: caseAddress(entry) }],
    ['Variant', { text: variantText(entry) }],
    ['Stack', { text: `${stack.id}: its facts`, href: stackAddress(entry) }],
    ['Device', { text: device.title }],
    ['Status', { text: result.status === 'ok' ? 'ok' : troubleOf(entry) }],
    ...measuredRows(entry),
    ...(result.reason === null
      ? []
      : [['Reason', { text: result.reason, tone: 'warning' }] satisfies [string, TableCell]]),
    ['Run', { text: `${dateText(run.startedAt)} UTC, ${run.file}`, href: encodePath(run.file) }],
    ['Machine', { text: `${run.cpu}, ${run.cpuCount} CPUs, ${run.os}` }],
    ['stackbench', { text: versionText(run) }],
    ['Repeat it', { text: repeatNumber(index, entry), code: true }],
    [
      'Over time',
      {
        text: 'its history',
        href: formatAddress('history', [
          ['device', device.key],
          ['case', record.id],
        ]),
      },
    ],
  ];
  return {
    kind: 'table',
    id: 'result',
    caption: record.id,
    columns: [{ title: 'What' }, { title: 'Value' }],
    rows: rows.map(([name, value]) => [{ text: name }, value]),
  };
}

type Row = [string, TableCell];

function measuredRows(entry: Entry): Row[] {
  if (!isMeasured(entry)) return [];
  const { measured } = entry.result;
  const error = measured.relativeError;
  return [
    ['Throughput', { text: throughputText(entry), tone: 'best' }],
    ['Interval', { text: intervalText(entry) }],
    ['Kernel time', { text: `${timeText(measured.kernelNs)}, ${measured.clock} clock` }],
    ['Call latency', { text: `${timeText(measured.callLatencyNs)}, host clock` }],
    ['First call', { text: `${timeText(measured.firstCallNs)}, host clock` }],
    ['Build', { text: `${timeText(measured.buildNs)}, host clock` }],
    ['Caches', { text: measured.caches }],
    ...conditionRows(entry),
    ['Launches', { text: `${measured.launches} used, ${measured.leftOut} left out` }],
    [
      'Verified',
      {
        text: `bit for bit on integers${
          error === null ? '' : `; relative error ${error.toExponential(1)} on reals`
        }`,
      },
    ],
  ];
}

/** What the GPU was like, and what its clock and its power make of the number. */
function conditionRows({ result: { measured }, case: record, device }: MeasuredEntry): Row[] {
  const { flops, bytes } = measured;
  const { work, dataType } = record;
  const efficiency = findEfficiency(measured, { work, flops, bytes, dataType }, device.gpu);
  const told = describeConditions(measured).join(', ');
  const rows: readonly [string, string | null][] = [
    ['Around the samples', told === '' ? null : told],
    ['Of what that clock allows', describeShareOfClock(efficiency, dataType)],
    ['Energy', describeEnergy(efficiency, record)],
  ];
  return rows.flatMap(([name, text]): Row[] => (text === null ? [] : [[name, { text }]]));
}

function versionText({ version, commit, dirty }: Entry['run']): string {
  return [
    version,
    ...(commit === null ? [] : [`commit ${commit.slice(0, 12)}`]),
    ...(dirty === true ? ['with local changes'] : []),
  ].join(', ');
}
