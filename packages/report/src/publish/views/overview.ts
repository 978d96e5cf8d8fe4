import { byDataType, byOperation, controlsOf, narrow, narrowToDevice } from './narrow.ts';
import { geometricMean, procedure } from '@stackbench/statistics';
import { formatPercent } from '../../compare/phrases.ts';
import {
  caseAddress,
  countNoun,
  dateText,
  resultAddress,
  runCell,
  shareText,
  stackAddress,
  stackCell,
  statusText,
  throughputCell,
} from './cells.ts';
import {
  isMeasured,
  type MeasuredEntry,
  problemTitle,
  type Entry,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import { formatAddress } from './address.ts';
import { clockOf, type Contest, contestsOf } from '../../analysis/publication/contests.ts';
import { standing } from '../../analysis/publication/standing.ts';
import type { Block, MakeView, TableCell, TableView } from './view.ts';

/** Which stack wins on what, on one device. */
export const overview: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.current, parameters);
  const operation = narrow(device.items, { ...byOperation, all: 'all' }, parameters);
  const dataType = narrow(operation.items, { ...byDataType, all: 'all' }, parameters);
  const shown = dataType.items;
  return {
    title: 'Overview',
    intro:
      'Which stack is fastest on what. Each problem is ranked on one device, in one data type; a stack takes part with its fastest verified variant.',
    controls: controlsOf(device, operation, dataType),
    blocks: [
      ...(index.devices.get(device.value)?.software === true ? [onSoftware] : []),
      ...controlWarnings(shown),
      standingsTable(shown),
      winnersTable(index, shown),
    ],
  };
};

const onSoftware: Block = {
  kind: 'text',
  paragraphs: ['Computed on the CPU: this says nothing about a GPU, and is never ranked with one.'],
};

/** Runs in which a stack may differ so much from itself that the usual margin says nothing. */
function controlWarnings(entries: readonly Entry[]): Block[] {
  const runs = new Map(entries.map((entry) => [entry.run.id, entry]));
  const paragraphs = [...runs.values()].flatMap(({ run, device }) =>
    run.controls
      .filter(({ software, noise }) => software === device.software && noise > procedure.margin)
      .map(
        ({ stack, noise }) =>
          `In the run of ${dateText(run.startedAt)} ${stack} may differ from itself by ${formatPercent(noise)}: no smaller difference of that run is told.`,
      ),
  );
  return paragraphs.length === 0 ? [] : [{ kind: 'text', tone: 'warning', paragraphs }];
}

/** By data type and clock: a mean over different numerics, or over latencies, would compare them. */
function standingsTable(entries: readonly Entry[]): TableView {
  const hostTimed = new Set(
    entries
      .filter(isMeasured)
      .flatMap((entry) => (clockOf(entry) === 'host' ? entry.stack.key : [])),
  );
  const types = Map.groupBy(
    entries,
    ({ case: { dataType }, stack }) => `${dataType} ${hostTimed.has(stack.key)}`,
  );
  return {
    kind: 'table',
    id: 'stacks',
    caption: 'Stacks',
    note: 'The mean is geometric, over the problems that every stack which measured anything in this data type has; what one of them misses is left out for all, never counted as 0 or as 1.',
    columns: [
      { title: 'Data type' },
      { title: 'Stack' },
      { title: 'Fastest on', numeric: true },
      {
        title: 'Measured',
        numeric: true,
        hint: 'Problems with at least one verified variant, of those tried',
      },
      { title: 'Mean of the best', numeric: true },
    ],
    rows: [...types.values()].flatMap(standingRows),
    empty: 'Nothing was measured here.',
  };
}

function standingRows(entries: readonly Entry[]): TableCell[][] {
  const contests = contestsOf(entries);
  const stacks = new Map(entries.map((entry) => [entry.stack.key, entry]));
  const { common, shares } = commonShares(contests);
  const winsOf = count(contests.flatMap(({ ranked }) => ranked.slice(0, 1)));
  const measuredOf = count(contests.flatMap(({ ranked }) => ranked));
  const triedOf = count(contests.flatMap((contest) => triedBy(contest)));
  const rows = [...stacks].map(([key, entry]) => ({
    entry,
    wins: winsOf.get(key) ?? 0,
    measured: measuredOf.get(key) ?? 0,
    tried: triedOf.get(key) ?? 0,
    mean: shares.get(key),
  }));
  return rows
    .toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0) || b.wins - a.wins)
    .map(({ entry, wins, measured, tried, mean }) => {
      const href = stackAddress(entry);
      return [
        { text: entry.case.dataType },
        stackCell(entry),
        { text: `${wins} of ${contests.length}`, sort: wins, bar: wins / contests.length, href },
        { text: `${measured} of ${tried}`, sort: measured, href },
        mean === undefined
          ? {
              text: measured === 0 ? 'nothing measured' : 'no common problem',
              sort: null,
              tone: 'quiet',
            }
          : {
              text: shareText(mean),
              sort: mean,
              bar: mean,
              href,
              hint: `over ${countNoun(common, 'common problem')}`,
            },
      ];
    });
}

/** How many of `entries` each stack has. */
function count(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stack } of entries) counts.set(stack.key, (counts.get(stack.key) ?? 0) + 1);
  return counts;
}

/** One entry for each stack that tried the problem at all. */
function triedBy({ entries }: Contest): Entry[] {
  const tried = entries.filter((entry) => entry.result.status !== 'not-run');
  return [...new Map(tried.map((entry) => [entry.stack.key, entry])).values()];
}

/** Each stack's mean share of the best, over what all measuring stacks have in common. */
function commonShares(contests: readonly Contest[]): {
  common: number;
  shares: Map<string, number>;
} {
  const measuring = new Set(
    contests.flatMap(({ ranked }) => ranked.map((entry) => entry.stack.key)),
  );
  const common = contests.filter(({ ranked }) => ranked.length === measuring.size);
  const all = common.flatMap(({ ranked }) =>
    ranked.map((entry) => ({
      key: entry.stack.key,
      share: entry.rate.perSecond / (ranked[0]?.rate.perSecond ?? entry.rate.perSecond),
    })),
  );
  return {
    common: common.length,
    shares: new Map(
      [...Map.groupBy(all, ({ key }) => key)].map(([key, own]) => [
        key,
        geometricMean(own.map(({ share }) => share)),
      ]),
    ),
  };
}

function winnersTable(index: PublicationIndex, entries: readonly Entry[]): TableView {
  return {
    kind: 'table',
    id: 'problems',
    caption: 'Problems',
    note: '“Clearly” means that the fastest variants of both stacks, paired round by round in one run of 7 rounds or more, differ by more than chance and the margin; otherwise the order may be chance.',
    columns: [
      { title: 'Problem' },
      { title: 'Fastest' },
      { title: 'Variant' },
      { title: 'Throughput', numeric: true },
      { title: 'Next' },
      { title: 'Next reaches', numeric: true },
      { title: 'Fastest by' },
      { title: 'Run' },
    ],
    rows: contestsOf(entries).map((contest) => winnerRow(index, contest)),
    empty: 'Nothing was measured here.',
  };
}

function winnerRow(index: PublicationIndex, { entries, ranked }: Contest): TableCell[] {
  const [first, second] = ranked;
  const [any] = entries;
  if (any === undefined) return [];
  const problem = { text: problemTitle(any.case), href: caseAddress(any) };
  if (first === undefined) {
    const why = [...new Set(entries.map((entry) => statusText(entry.result.status)))].join(', ');
    return [
      problem,
      { text: `none: ${why}`, tone: 'quiet', sort: null },
      ...Array.from({ length: 6 }, (): TableCell => ({ text: '', sort: null })),
    ];
  }
  return [
    problem,
    { ...stackCell(first), tone: 'best' },
    { text: variantText(first) },
    throughputCell(first),
    second === undefined ? { text: 'no other', tone: 'quiet', sort: null } : stackCell(second),
    second === undefined
      ? { text: '', sort: null }
      : {
          text: shareText(second.rate.perSecond / first.rate.perSecond),
          sort: second.rate.perSecond / first.rate.perSecond,
          bar: second.rate.perSecond / first.rate.perSecond,
          href: resultAddress(second),
        },
    second === undefined ? { text: '', sort: null } : standingCell(index, first, second),
    runCell(first),
  ];
}

function standingCell(
  index: PublicationIndex,
  first: MeasuredEntry,
  second: MeasuredEntry,
): TableCell {
  const found = standing(index, first, second);
  return {
    text: found.text,
    hint: found.hint,
    href: formatAddress('compare', [
      ['device', first.device.key],
      ['a', second.stack.id],
      ['b', first.stack.id],
    ]),
    ...(found.clear ? {} : { tone: 'quiet' as const }),
  };
}

/** The variant's name; for `best`, what it chose. */
export function variantText({ case: record, result }: Entry): string {
  const chosen = result.measured?.chosenVariants ?? [];
  return chosen.length === 0 ? record.variant : `${record.variant}: ${chosen.join(' or ')}`;
}
