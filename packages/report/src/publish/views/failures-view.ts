import { byStack, controlsOf, narrow, narrowToDevice } from './narrow.ts';
import { caseAddress, countNoun, resultAddress, runCell, stackCell, statusText } from './cells.ts';
import type { Entry, PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { formatAddress } from './address.ts';
import { repeatCommand } from './repeat-command.ts';
import type { MakeView, TableCell, TableView } from './view.ts';

/** What has no number, or not a whole one: failed, wrong, unsupported, skipped, throttled, left out. */
export const failuresView: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, troubled(index.current), parameters, 'all');
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

export function troubled(entries: readonly Entry[]): Entry[] {
  return entries.filter(
    ({ result }) => result.status !== 'ok' || (result.measured?.leftOut ?? 0) > 0,
  );
}

/** What follows from the machine or the budget, and needs nobody. */
const harmless = new Set(['unsupported', 'skipped', 'not run', 'interrupted']);

/** `wrong result`; `some launches left out` for a measured one. */
export function troubleOf({ result }: Entry): string {
  return result.status === 'ok' ? 'some launches left out' : statusText(result.status);
}

/** Same trouble with the same reason, numbers aside; what needs a person first. */
export function groupTroubles(entries: readonly Entry[]): Entry[][] {
  const groups = Map.groupBy(entries, (entry) =>
    JSON.stringify([
      troubleOf(entry),
      entry.stack.key,
      entry.result.reason?.replaceAll(/\d+(\.\d+)?/g, '#'),
    ]),
  );
  return [...groups.values()].toSorted(
    (a, b) => Number(isHarmless(a)) - Number(isHarmless(b)) || b.length - a.length,
  );
}

function isHarmless([first]: readonly Entry[]): boolean {
  return first !== undefined && harmless.has(troubleOf(first));
}

function groupsTable(entries: readonly Entry[]): TableView {
  return {
    kind: 'table',
    id: 'reasons',
    caption: 'By reason',
    columns: [
      { title: 'Status' },
      { title: 'Stack' },
      { title: 'Cases', numeric: true },
      { title: 'Reason, of the first' },
      { title: 'Run' },
    ],
    rows: groupTroubles(entries).flatMap((group): TableCell[][] => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        [
          { ...troubleCell(first), href: filterAddress(first) },
          stackCell(first),
          { text: countNoun(group.length, 'case'), sort: group.length, href: filterAddress(first) },
          { text: first.result.reason ?? '' },
          runCell(first),
        ],
      ];
    }),
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
  const text = troubleOf(entry);
  return {
    text,
    tone: harmless.has(text) ? 'quiet' : entry.result.status === 'ok' ? 'warning' : 'bad',
  };
}

function filterAddress(entry: Entry): string {
  return formatAddress('failures', [
    ['device', entry.device.key],
    ['stack', entry.stack.id],
    ['status', troubleOf(entry)],
  ]);
}
