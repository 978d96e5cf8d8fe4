import { labelFact } from '@stackbench/model';
import { formatAddress } from './address.ts';
import { caseAddress, countNoun, dateText, encodePath, runCell, throughputCell } from './cells.ts';
import { controlsOf, narrow } from './narrow.ts';
import {
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import { repeatNumber } from './repeat-command.ts';
import type { PublishedStack, StackConfiguration } from '../../analysis/publication/publication.ts';
import type { Block, MakeView, TableView } from './view.ts';

/** What a stack is made of, in every configuration that a run found it in, and what it measured. */
export const stackView: MakeView = (index, parameters) => {
  const { devices, stacks } = index.publication;
  // Also of a device that has only stacks that cannot run.
  const device = narrow(
    stacks,
    {
      parameter: 'device',
      label: 'Device',
      value: (each) => each.device,
      title: (each) => index.devices.get(each.device)?.title ?? each.device,
      order: devices.map(({ key }) => key),
    },
    parameters,
  );
  const choice = { parameter: 'id', label: 'Stack', value: ({ id }: PublishedStack) => id };
  const chosen = narrow(device.items, choice, parameters);
  const [stack] = chosen.items;
  return {
    title: 'A stack’s facts',
    intro:
      'Every version and path that makes a stack this stack and no other, as its runs found it; and what was measured with it.',
    controls: controlsOf(device, chosen),
    blocks: stack === undefined ? [] : [...factBlocks(index, stack), resultsTable(index, stack)],
  };
};

function factBlocks(index: PublicationIndex, stack: PublishedStack): Block[] {
  return stack.configurations.flatMap((configuration, position): Block[] => [
    ...(configuration.available
      ? []
      : [
          {
            kind: 'text' as const,
            tone: 'warning' as const,
            paragraphs: [
              `This stack could not run: ${configuration.reason ?? 'no reason is given'}`,
              ...(configuration.fix === null ? [] : [configuration.fix]),
            ],
          },
        ]),
    factsTable(index, configuration, stack.configurations[position + 1], position),
  ]);
}

function factsTable(
  index: PublicationIndex,
  configuration: StackConfiguration,
  older: StackConfiguration | undefined,
  position: number,
): TableView {
  const [newest] = configuration.runs;
  const run = index.runs.get(newest ?? '');
  const when = run === undefined ? '' : ` of ${dateText(run.startedAt)}`;
  const withheld =
    configuration.withheld === 0
      ? ''
      : ` ${countNoun(configuration.withheld, 'other fact')} stay in the run file.`;
  return {
    kind: 'table',
    id: `facts-${position}`,
    caption: `Facts in ${countNoun(configuration.runs.length, 'run')}, the newest${when}`,
    note: `${older === undefined ? '' : 'Marked facts differ from the configuration before.'}${withheld}`.trim(),
    columns: [{ title: 'Fact' }, { title: 'Value' }, { title: 'Run' }],
    rows: Object.entries(configuration.facts).map(([name, value]) => [
      { text: labelFact(name), hint: name },
      {
        text: String(value),
        ...(older !== undefined && older.facts[name] !== value
          ? { tone: 'warning' as const, hint: `before: ${String(older.facts[name] ?? 'absent')}` }
          : {}),
      },
      run === undefined
        ? { text: '' }
        : { text: dateText(run.startedAt), href: encodePath(run.file) },
    ]),
    empty: `No fact of this stack is on the list of those published.${withheld}`,
  };
}

function resultsTable(index: PublicationIndex, stack: PublishedStack): TableView {
  const entries = index.current.filter((entry) => entry.stack.key === stack.key);
  return {
    kind: 'table',
    id: 'results',
    caption: 'Measured with it',
    columns: [
      { title: 'Problem' },
      { title: 'Variant' },
      { title: 'Throughput', numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: entries.map((entry) => [
      { text: problemTitle(entry.case), href: caseAddress(entry) },
      {
        text: entry.case.variant,
        href: formatAddress('ladder', [
          ['device', entry.device.key],
          ['problem', `${entry.case.operation}:${entry.case.problem};${entry.case.dataType}`],
        ]),
      },
      throughputCell(entry),
      runCell(entry),
      { text: repeatNumber(index, entry), code: true },
    ]),
    empty: 'Nothing was measured with this stack.',
  };
}
