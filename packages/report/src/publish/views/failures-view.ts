import { byStack, controlsOf, narrow, narrowToDevice } from './narrow.ts';
import {
  groupTroubles,
  isHarmless,
  isTroubled,
  troubleOf,
} from '../../analysis/publication/trouble-groups.ts';
import { caseAddress, countNoun, resultAddress, runCell, stackCell } from './cells.ts';
import type { Entry, PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { formatAddress } from './address.ts';
import { repeatCommand } from './repeat-command.ts';
import type { MakeView, TableCell, TableView } from './view.ts';

/** What has no number, or not a whole one: failed, wrong, unsupported, skipped, throttled, left out. */
export const failuresView: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.current.filter(isTroubled), parameters, {
    all: 'all',
  });
  const status = narrow(device.items, byTrouble, parameters);
  const stack = narrow(status.items, { ...byStack, all: 'all' }, parameters);
  const shown = stack.items;
  return {
    title: 'What was not measured',
    intro:
      'Everything without a number, and why: failed, wrong, unsupported, skipped, throttled; and results of which some launches were left out. None of it counts as zero, or as anything, in another table.',
    controls: controlsOf(device, status, stack),
    blocks: [groupsTable(shown), casesTable(shown), unavailableTable(index)],
  };
};

const byTrouble = { parameter: 'status', label: 'Status', value: troubleOf, all: 'all' };

function groupsTable(entries: readonly Entry[]): TableView {
  return {
    kind: 'table',
    id: 'reasons',
    caption: 'By cause',
    columns: [
      { title: 'Status' },
      { title: 'Cases', numeric: true },
      { title: 'Stacks' },
      { title: 'Reason, of the first' },
      { title: 'Run' },
    ],
    rows: groupTroubles(entries).flatMap(
      ({ trouble, reason, stacks, entries: [first, ...others] }): TableCell[][] => {
        if (first === undefined) return [];
        const cases = others.length + 1;
        const href = formatAddress('failures', [
          ['device', first.device.key],
          ['status', trouble],
        ]);
        return [
          [
            { ...troubleCell(first), href },
            { text: countNoun(cases, 'case'), sort: cases, href },
            { text: stacks.join('\n') },
            { text: reason },
            runCell(first),
          ],
        ];
      },
    ),
    empty: 'Everything that was tried was measured.',
  };
}

function casesTable(entries: readonly Entry[]): TableView {
  return {
    kind: 'table',
    id: 'cases',
    caption: 'By case',
    columns: [
      { title: 'Case' },
      { title: 'Stack' },
      { title: 'Status' },
      { title: 'Reason' },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: entries.map((entry): TableCell[] => [
      { text: entry.case.id, href: caseAddress(entry) },
      stackCell(entry),
      { ...troubleCell(entry), href: resultAddress(entry) },
      { text: entry.result.reason ?? '' },
      runCell(entry),
      { text: repeatCommand(entry), code: true },
    ]),
    empty: 'Everything that was tried was measured.',
  };
}

function unavailableTable(index: PublicationIndex): TableView {
  return {
    kind: 'table',
    id: 'unavailable',
    caption: 'Stacks that could not run',
    columns: [
      { title: 'Stack' },
      { title: 'Device' },
      { title: 'Reason' },
      { title: 'What to do' },
    ],
    rows: index.publication.stacks.flatMap((stack): TableCell[][] => {
      const [newest] = stack.configurations;
      if (newest === undefined || newest.available) return [];
      return [
        [
          {
            text: stack.id,
            href: formatAddress('stack', [
              ['device', stack.device],
              ['id', stack.id],
            ]),
          },
          { text: index.devices.get(stack.device)?.title ?? '' },
          { text: newest.reason ?? '' },
          { text: newest.fix ?? '' },
        ],
      ];
    }),
    empty: 'Every stack that was found could run.',
  };
}

function troubleCell(entry: Entry): TableCell {
  const tone = entry.result.status === 'ok' ? 'warning' : 'bad';
  return { text: troubleOf(entry), tone: isHarmless(entry) ? 'quiet' : tone };
}
