import { labelFact } from '@stackbench/model';
import { firmestRuns, type RunTable } from '../../analysis/publication/firmest-runs.ts';
import type { Publication, PublishedDevice } from '../../analysis/publication/publication.ts';
import {
  type Entry,
  isMeasured,
  type MeasuredEntry,
  problemKey,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import { standing } from '../../analysis/publication/standing.ts';
import { groupTroubles, isTroubled, troubleOf } from '../../analysis/publication/trouble-groups.ts';
import { spreadSign } from '../../numbers.ts';
import {
  commitText,
  countNoun,
  dateText,
  encodePath,
  runTitle,
  shareText,
  throughputText,
  variantText,
} from '../views/cells.ts';
import { describeDecision } from '../../ranking/phrases.ts';
import { ladderReference } from '../views/ladder.ts';
import { pictureCaption } from '../views/matrix-plot.ts';
import { shareLine } from '../views/matrix-table.ts';
import { rankingSentence } from '../views/ranking-table.ts';
import { repeatCommand } from '../views/repeat-command.ts';
import { nativePairs, softwareWebgpu } from '../views/webgpu-view.ts';
import { codeMarkdown, escapeMarkdown } from './escape.ts';
import { usualProgram } from '../../bench-command.ts';
import { pictureName } from './render-pictures.ts';

/** Rows and columns of a table; the page has all of them. */
const longestTable = 50;
const widestTable = 16;
const mostCauses = 6;

/**
 * What stands between the markers of `README.md`.
 * @param isExcerpt the page does not hold all results
 */
export function renderMarkdown(index: PublicationIndex, isExcerpt = false): string {
  const more = (view: string) => (isExcerpt ? inPart(view) : inPage(view));
  const { publication } = index;
  if (publication.runs.length === 0) {
    return [
      'Nothing has been measured here yet. Make the first run, then publish it:',
      '```sh',
      usualProgram,
      `${usualProgram} publish`,
      '```',
    ].join('\n');
  }
  const anchors = new Map(publication.stacks.map(({ key }, at) => [key, `stack-${at + 1}`]));
  const told = publication.devices.map((device) => ({
    device,
    tables: firmestRuns(index, device),
  }));
  const devices = told.flatMap(({ device, tables }) => {
    const firmest = tables[0]?.entries ?? [];
    return [
      `## ${escapeMarkdown(device.title)}`,
      ...(device.software
        ? ['Computed on the CPU: this says nothing about a GPU, and is never ranked with one.']
        : []),
      ...tables.flatMap((each, at) => [
        `### ${escapeMarkdown(runTitle(each.run))}`,
        rankings(index, each, device),
        // There is one picture of a device, of the run that tells most.
        ...(at === 0
          ? [`![${escapeMarkdown(pictureCaption(device))}](${encodePath(pictureName(device))})`]
          : []),
        matrix(index, each, anchors, more('overview')),
      ]),
      ladders(firmest, anchors, more('ladder')),
      webgpu(firmest, device, anchors, more('webgpu')),
      troubles(
        index.current.filter((entry) => entry.device.key === device.key),
        more('failures'),
      ),
    ];
  });
  return [
    `From ${countNoun(publication.runs.length, 'run')}; of each suite the one of the most rounds is shown here, all of them${isExcerpt ? ', of large ones a part,' : ''} in [index.html](index.html) (download it and open it, it needs no network); ${isExcerpt ? 'all' : 'the'} data is in [results.csv](results.csv) and [results.json](results.json). ± is half the width of a 95 % interval over 6 launches or more, the larger side; ${spreadSign} is how far the middle half of the samples of one launch lies apart, and no interval; ‡ is timed by the host’s clock, latency included, and never ranked with the device’s; ^ is more than the datasheet of the GPU promises.`,
    ...devices,
    stackFacts(
      publication,
      told.flatMap(({ tables }) => tables),
      anchors,
    ),
    runList(index),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Where the rest of a table stands. */
function inPage(view: string): string {
  return `[index.html](index.html#${view})`;
}

function inPart(view: string): string {
  return `[results.csv](results.csv), in part in ${inPage(view)}`;
}

type Anchors = ReadonlyMap<string, string>;

/** Which stack wins, and what would decide it where that is open. */
function rankings(
  { publication }: PublicationIndex,
  { run }: RunTable,
  { key }: PublishedDevice,
): string {
  const own = publication.rankings.filter((each) => each.run === run.id && each.device === key);
  return own
    .flatMap((each) => [
      `**${escapeMarkdown(rankingSentence(each))}**`,
      ...(each.decision === null
        ? []
        : [`${describeDecision(each.decision)}: ${codeMarkdown(each.decision.command)}`]),
    ])
    .join('\n\n');
}

/** Problems × stacks of one run: throughput, share of the fastest, and what reached it. */
function matrix(
  index: PublicationIndex,
  { run, matrix: { stacks, rows, without } }: RunTable,
  anchors: Anchors,
  more: string,
): string {
  const shown = stacks.slice(0, widestTable);
  const left = [
    ...(stacks.length > shown.length
      ? [countNoun(stacks.length - shown.length, 'more stack')]
      : []),
    ...(without > 0 ? [`${countNoun(without, 'problem')} that no stack measured`] : []),
  ];
  return table(
    '#### Problems × stacks',
    ['Problem', ...shown.map((entry) => stackLink(entry, anchors)), 'The fastest is ahead'],
    rows.map(({ title, cells, first, second }) => ({
      cells: [
        escapeMarkdown(title),
        ...cells.slice(0, shown.length).map((entry) => matrixCell(entry, first)),
        second === undefined ? 'no other' : escapeMarkdown(standing(index, first, second).text),
      ],
      repeat: {
        what: title,
        command: repeatCommand(first, ...(second === undefined ? [] : [second])),
      },
    })),
    more,
    [
      `[Run file](${encodePath(run.file)})${left.length === 0 ? '' : `; not shown: ${left.join(', ')}`}.`,
    ],
  );
}

function matrixCell(entry: Entry | undefined, first: MeasuredEntry): string {
  if (entry === undefined) return '';
  if (!isMeasured(entry)) return escapeMarkdown(troubleOf(entry));
  const text = escapeMarkdown(`${throughputText(entry)}\n${shareLine(entry, first)}`);
  return entry === first ? `**${text}**` : text;
}

function ladders(entries: readonly Entry[], anchors: Anchors, more: string): string {
  const rows = largestProblems(entries).flatMap((members) => {
    const reference = ladderReference(members);
    const variants = new Set(members.map((entry) => entry.case.variant));
    // Two rungs, the library one of them, are in the matrix already.
    if (reference === null || variants.size < 3) return [];
    return members
      .filter(isMeasured)
      .toSorted((a, b) => a.rate.perSecond - b.rate.perSecond)
      .map((entry) => ({
        cells: [
          escapeMarkdown(problemTitle(entry.case)),
          escapeMarkdown(variantText(entry)),
          stackLink(entry, anchors),
          valueLink(entry),
          `${shareText(entry.rate.perSecond / reference.entry.rate.perSecond)} of ${
            reference.library ? 'the library' : 'the fastest (no library)'
          }`,
        ],
        repeat: {
          what: `${variantText(entry)} on ${entry.stack.id}`,
          command: repeatCommand(entry, reference.entry),
        },
      }));
  });
  return table(
    '### Variant ladder, largest problems',
    ['Problem', 'Variant', 'Stack', 'Throughput', 'Share'],
    rows,
    more,
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

function webgpu(
  entries: readonly Entry[],
  { software }: PublishedDevice,
  anchors: Anchors,
  more: string,
): string {
  const rows = nativePairs(entries)
    .filter(({ variant }) => variant === null)
    .map((pair) => ({
      cells: [
        escapeMarkdown(problemTitle(pair.webgpu.case)),
        `${stackLink(pair.webgpu, anchors)} ${valueLink(pair.webgpu)}`,
        `${stackLink(pair.native, anchors)} ${valueLink(pair.native)}`,
        shareText(pair.webgpu.rate.perSecond / pair.native.rate.perSecond),
      ],
      repeat: {
        what: problemTitle(pair.webgpu.case),
        command: repeatCommand(pair.webgpu, pair.native),
      },
    }));
  return table(
    software ? `### ${softwareWebgpu.title}` : '### WebGPU as % of native',
    ['Problem', 'WebGPU', 'Native', 'Share'],
    rows,
    more,
    software ? [softwareWebgpu.caveat] : [],
  );
}

/** A line for each cause. */
function troubles(entries: readonly Entry[], more: string): string {
  const groups = groupTroubles(entries.filter(isTroubled));
  if (groups.length === 0) return '';
  const shown = groups.slice(0, mostCauses);
  const rest = groups.slice(mostCauses).reduce((sum, { entries: own }) => sum + own.length, 0);
  return [
    '### Not measured',
    '',
    ...shown.map(({ trouble, reason, stacks, entries: own }) => {
      const [first] = own;
      const where = stacks.length > 3 ? countNoun(stacks.length, 'stack') : stacks.join(', ');
      const file = first === undefined ? '' : ` ([run](${encodePath(first.run.file)}))`;
      return `- ${escapeMarkdown(`${trouble}, ${countNoun(own.length, 'result')} of ${where}: ${reason}`)}${file}`;
    }),
    ...(rest > 0 ? [`- ${countNoun(rest, 'more result')} in ${more}`] : []),
  ].join('\n');
}

function runList({ publication, entries }: PublicationIndex): string {
  const measured = Map.groupBy(entries.filter(isMeasured), ({ run }) => run.id);
  return table(
    '## Runs',
    ['Run', 'Measured', 'Devices', 'stackbench'],
    publication.runs.toReversed().map((run) => {
      const own = measured.get(run.id) ?? [];
      const devices = new Set(own.map(({ device }) => device.title));
      return {
        cells: [
          `[${escapeMarkdown(runTitle(run))}](${encodePath(run.file)})`,
          countNoun(own.length, 'result'),
          escapeMarkdown([...devices].join('\n')),
          escapeMarkdown([run.version, commitText(run)].filter((part) => part !== '').join(', ')),
        ],
      };
    }),
    inPage('runs'),
  );
}

/** Of the stacks that a table names or that could not run; the page has all. */
function stackFacts(
  { stacks, runs }: Publication,
  tables: readonly RunTable[],
  anchors: Anchors,
): string {
  const times = new Map(runs.map((run) => [run.id, run]));
  const named = new Set(
    tables
      .flatMap(({ matrix: { stacks: columns } }) => columns.slice(0, widestTable))
      .map(({ stack }) => stack.key),
  );
  const told = stacks.filter(
    ({ key, configurations: [newest] }) => named.has(key) || newest?.available === false,
  );
  const shown = told.slice(0, longestTable);
  const sections = shown.flatMap(({ key, id, configurations: [newest] }) => {
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
  const left = stacks.length - shown.length;
  return [
    '## Stacks',
    ...sections,
    ...(left > 0 ? [`${countNoun(left, 'more stack')} in [index.html](index.html#stack).`] : []),
  ].join('\n\n');
}

function stackLink({ stack }: Entry, anchors: Anchors): string {
  return `[${escapeMarkdown(stack.id)}](#${anchors.get(stack.key) ?? ''})`;
}

function valueLink(entry: MeasuredEntry): string {
  return `[${escapeMarkdown(throughputText(entry))}](${encodePath(entry.run.file)})`;
}

interface Row {
  cells: readonly string[];
  /** What measures it again: too long for a cell. */
  repeat?: { what: string; command: string };
}

/**
 * Empty when there are no rows.
 * @param more where the rows are that it leaves out
 */
function table(
  heading: string,
  columns: readonly string[],
  rows: readonly Row[],
  more: string,
  notes: readonly string[] = [],
): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, longestTable);
  const left = rows.length - shown.length;
  return [
    heading,
    '',
    ...notes.flatMap((note) => [note, '']),
    line(columns),
    line(columns.map(() => '---')),
    ...shown.map(({ cells }) => line(cells)),
    ...(left > 0 ? ['', `${countNoun(left, 'more row')} in ${more}.`] : []),
    ...repeats(shown.flatMap(({ repeat }) => repeat ?? [])),
  ].join('\n');
}

/** Folded away below a table, a command for each of its rows. */
function repeats(rows: readonly NonNullable<Row['repeat']>[]): string[] {
  if (rows.length === 0) return [];
  return [
    '',
    '<details>',
    '<summary>Measure a row again</summary>',
    '',
    ...rows.map(({ what, command }) => `- ${escapeMarkdown(what)}: ${codeMarkdown(command)}`),
    '',
    '</details>',
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
