import { labelFact } from '@stackbench/model';
import type { Publication } from '../../analysis/publication/publication.ts';
import { contestsOf } from '../../analysis/publication/contests.ts';
import { variantText } from '../views/overview.ts';
import { spreadSign } from '../../numbers.ts';
import { countNoun, dateText, encodePath, shareText, throughputText } from '../views/cells.ts';
import { groupTroubles, troubled, troubleOf } from '../views/failures-view.ts';
import { ladderReference } from '../views/ladder.ts';
import {
  type Entry,
  isMeasured,
  type MeasuredEntry,
  problemKey,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import { repeatCommand } from '../views/repeat-command.ts';
import { standing } from '../../analysis/publication/standing.ts';
import { nativePairs } from '../views/webgpu-view.ts';
import { codeMarkdown, escapeMarkdown } from './escape.ts';
import { firstRunCommand } from './first-run.ts';

/** Rows of a table; the page has all of them. */
const longestTable = 50;

/** What stands between the markers of `README.md`. */
export function renderMarkdown(index: PublicationIndex): string {
  const { publication } = index;
  if (publication.runs.length === 0) {
    return [
      'Nothing has been measured here yet. Make the first run, then publish it:',
      '```sh',
      firstRunCommand,
      `${firstRunCommand} publish`,
      '```',
    ].join('\n');
  }
  const anchors = new Map(publication.stacks.map(({ key }, at) => [key, `stack-${at + 1}`]));
  const devices = publication.devices.flatMap((device) => {
    const entries = index.current.filter((entry) => entry.device.key === device.key);
    return [
      `## ${escapeMarkdown(device.title)}`,
      ...(device.software
        ? ['Computed on the CPU: this says nothing about a GPU, and is never ranked with one.']
        : []),
      winners(index, entries, anchors),
      ladders(entries, anchors),
      webgpu(entries, anchors),
      troubles(entries, anchors),
    ];
  });
  return [
    `From ${countNoun(publication.runs.length, 'run')}. All tables, plots and comparisons are in [index.html](index.html) (download it and open it, it needs no network); the data in [results.csv](results.csv) and [results.json](results.json). A throughput links to the run file that holds its samples; ± is half the width of its 95 % interval over 6 launches or more, the larger side; ${spreadSign} is how far the middle half of the samples of one launch lies apart, and no interval; ‡ is timed by the host’s clock, latency included, and never ranked with the device’s; ^ is more than the datasheet of the GPU promises.`,
    ...devices,
    stackFacts(publication, anchors),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

type Anchors = ReadonlyMap<string, string>;

function winners(index: PublicationIndex, entries: readonly Entry[], anchors: Anchors): string {
  const rows = contestsOf(entries).flatMap(({ ranked: [first, second] }) =>
    first === undefined
      ? []
      : [
          [
            escapeMarkdown(problemTitle(first.case)),
            stackLink(first, anchors),
            escapeMarkdown(variantText(first)),
            valueLink(first),
            second === undefined
              ? ''
              : `${stackLink(second, anchors)} [${shareText(second.rate.perSecond / first.rate.perSecond)}](${encodePath(second.run.file)})`,
            second === undefined ? '' : escapeMarkdown(standing(index, first, second).text),
            codeMarkdown(repeatCommand(first, ...(second === undefined ? [] : [second]))),
          ],
        ],
  );
  return table(
    '### Fastest stack',
    ['Problem', 'Fastest', 'Variant', 'Throughput', 'Next', 'Ahead', 'Repeat'],
    rows,
    'overview',
  );
}

function ladders(entries: readonly Entry[], anchors: Anchors): string {
  const rows = largestProblems(entries).flatMap((members) => {
    const reference = ladderReference(members);
    const variants = new Set(members.map((entry) => entry.case.variant));
    if (reference === null || variants.size < 2) return [];
    return members
      .filter(isMeasured)
      .toSorted((a, b) => a.rate.perSecond - b.rate.perSecond)
      .map((entry) => [
        escapeMarkdown(problemTitle(entry.case)),
        escapeMarkdown(variantText(entry)),
        stackLink(entry, anchors),
        valueLink(entry),
        `${shareText(entry.rate.perSecond / reference.entry.rate.perSecond)} of ${
          reference.library ? 'the library' : 'the fastest (no library)'
        }`,
        codeMarkdown(repeatCommand(entry, reference.entry)),
      ]);
  });
  return table(
    '### Variant ladder, largest problems',
    ['Problem', 'Variant', 'Stack', 'Throughput', 'Share', 'Repeat'],
    rows,
    'ladder',
  );
}

/** Of each operation and data type the problem with the most work: the page has the others. */
function largestProblems(entries: readonly Entry[]): Entry[][] {
  const kinds = Map.groupBy(
    entries,
    ({ case: { operation, dataType } }) => `${operation} ${dataType}`,
  );
  return [...kinds.values()].map((members) => {
    const most = members.reduce((a, b) => (b.case.flops > a.case.flops ? b : a));
    return members.filter((entry) => problemKey(entry.case) === problemKey(most.case));
  });
}

function webgpu(entries: readonly Entry[], anchors: Anchors): string {
  const rows = nativePairs(entries)
    .filter(({ variant }) => variant === null)
    .map((pair) => [
      escapeMarkdown(problemTitle(pair.webgpu.case)),
      `${stackLink(pair.webgpu, anchors)} ${valueLink(pair.webgpu)}`,
      `${stackLink(pair.native, anchors)} ${valueLink(pair.native)}`,
      shareText(pair.webgpu.rate.perSecond / pair.native.rate.perSecond),
      codeMarkdown(repeatCommand(pair.webgpu, pair.native)),
    ]);
  return table(
    '### WebGPU as % of native',
    ['Problem', 'WebGPU', 'Native', 'Share', 'Repeat'],
    rows,
    'webgpu',
  );
}

function troubles(entries: readonly Entry[], anchors: Anchors): string {
  const rows = groupTroubles(troubled(entries)).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      [
        escapeMarkdown(troubleOf(first)),
        stackLink(first, anchors),
        `${countNoun(group.length, 'case')}: ${codeMarkdown(first.case.id)}${group.length > 1 ? ' …' : ''}`,
        escapeMarkdown(first.result.reason ?? ''),
        `[run](${encodePath(first.run.file)})`,
        codeMarkdown(repeatCommand(first)),
      ],
    ];
  });
  return table(
    '### Not measured',
    ['Status', 'Stack', 'Cases', 'Reason', 'Run', 'Repeat'],
    rows,
    'failures',
  );
}

function stackFacts({ stacks, runs }: Publication, anchors: Anchors): string {
  const times = new Map(runs.map((run) => [run.id, run]));
  const sections = stacks.flatMap(({ key, id, configurations: [newest] }) => {
    if (newest === undefined) return [];
    const run = times.get(newest.runs[0] ?? '');
    const rows = Object.entries(newest.facts).map(
      ([name, value]) =>
        `| ${escapeMarkdown(labelFact(name))} | ${escapeMarkdown(String(value))} |`,
    );
    return [
      [
        `<a id="${anchors.get(key) ?? ''}"></a>`,
        '<details>',
        `<summary>${escapeMarkdown(id)}${newest.available ? '' : ' (could not run)'}</summary>`,
        '',
        ...(newest.available
          ? []
          : [`${escapeMarkdown(newest.reason ?? '')} ${escapeMarkdown(newest.fix ?? '')}`, '']),
        ...(run === undefined
          ? []
          : [`As found in the [run of ${dateText(run.startedAt)}](${encodePath(run.file)}).`, '']),
        ...(rows.length === 0 ? [] : ['| Fact | Value |', '| --- | --- |', ...rows, '']),
        '</details>',
      ].join('\n'),
    ];
  });
  return ['## Stacks', ...sections].join('\n\n');
}

function stackLink({ stack }: Entry, anchors: Anchors): string {
  return `[${escapeMarkdown(stack.id)}](#${anchors.get(stack.key) ?? ''})`;
}

function valueLink(entry: MeasuredEntry): string {
  return `[${escapeMarkdown(throughputText(entry))}](${encodePath(entry.run.file)})`;
}

/** Empty when there are no rows. */
function table(
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  view: string,
): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, longestTable);
  const left = rows.length - shown.length;
  return [
    heading,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...shown.map(line),
    ...(left > 0
      ? ['', `${countNoun(left, 'more row')} in [index.html](index.html#${view}).`]
      : []),
  ].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
