import { labelFact } from '@stackbench/model';
import { createGist } from '../../failure-groups.ts';
import { formatDetectable, formatInterval, formatRatio } from '../../compare/phrases.ts';
import { formatAddress } from './address.ts';
import { controlsOf, narrow } from './narrow.ts';
import { countNoun, resultAddress, runCell, runTitle } from './cells.ts';
import type {
  FactValue,
  PublishedComparison,
  PublishedVerdict,
} from '../../analysis/publication/publication.ts';
import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { forestPlot } from './forest-plot.ts';
import { repeatCommand } from './repeat-command.ts';
import type { Block, MakeView, TableCell, TableView, View } from './view.ts';

/** Two stacks of one run against each other, as `bench compare` judges them. */
export const compareView: MakeView = (index, parameters) => {
  const { comparisons, devices } = index.publication;
  const idOf = (key: string) => index.stacks.get(key)?.id ?? key;
  const titleOf = (key: string, each: PublishedComparison) => nameOf(index, key, each.run);
  const deviceOf = ({ a }: PublishedComparison) => index.stacks.get(a)?.device ?? '';
  const device = narrow(
    comparisons.flatMap((comparison) => [comparison, mirror(comparison)]),
    {
      parameter: 'device',
      label: 'Device',
      value: deviceOf,
      title: (comparison) => index.devices.get(deviceOf(comparison))?.title ?? '',
      order: devices.map(({ key }) => key),
    },
    parameters,
  );
  const baseline = narrow(
    device.items,
    {
      parameter: 'a',
      label: 'Baseline',
      value: ({ a }) => idOf(a),
      title: (each) => titleOf(each.a, each),
      weight,
    },
    parameters,
  );
  const other = narrow(
    baseline.items,
    {
      parameter: 'b',
      label: 'Compared with it',
      value: ({ b }) => idOf(b),
      title: (each) => titleOf(each.b, each),
      weight,
    },
    parameters,
  );
  const run = narrow(
    other.items.toReversed(),
    {
      parameter: 'run',
      label: 'Run',
      value: (each) => each.run,
      title: (each) => runLabel(index, each.run),
      weight,
    },
    parameters,
  );
  const [shown] = run.items;
  const against = baseline.items.filter((each) => each.run === shown?.run);
  return {
    title: 'Environment against environment',
    intro:
      'Two stacks of one run, launched in random order round by round, so that what slows a whole round cancels. Ratios are times: below 1 the second stack takes less time. Where more stacks ran than can be compared in pairs, they are compared with the fastest; of many cases too, only those nearest to it, and bench compare judges any two.',
    controls: controlsOf(device, baseline, other, run),
    ...(shown === undefined ? nothing : blocksOf(index, shown, against)),
  };
};

const nothing: Pick<View, 'blocks'> = {
  blocks: [
    {
      kind: 'text',
      paragraphs: [
        'No run holds two stacks of this device that measured the same case: name both with --stack in one run.',
      ],
    },
  ],
};

function blocksOf(
  index: PublicationIndex,
  shown: PublishedComparison,
  against: readonly PublishedComparison[],
): Pick<View, 'answer' | 'blocks'> {
  const titleOf = (key: string) => nameOf(index, key, shown.run);
  return {
    answer: [
      summary(index, shown),
      forestPlot(
        `Stacks against ${titleOf(shown.a)}, over all cases`,
        against.flatMap(({ b, total }) =>
          total === null ? [] : [{ label: titleOf(b), verdict: total }],
        ),
        Math.max(...against.map(({ margin }) => margin)),
      ),
    ],
    blocks: [
      forestPlot(
        `${titleOf(shown.b)} against ${titleOf(shown.a)}, case by case`,
        shown.cases.map((verdict) => ({ label: verdict.case, verdict })),
        shown.margin,
      ),
      againstTable(index, against),
      casesTable(index, shown),
      factsTable(index, shown),
      leftOutTable(index, shown),
    ],
  };
}

function runLabel(index: PublicationIndex, id: string): string {
  const run = index.runs.get(id);
  return run === undefined ? id : runTitle(run);
}

/** At first what most launches of most cases tell; then the fastest stack, and the next. */
function weight({ cases, total }: PublishedComparison): number {
  const launches = cases.reduce((sum, each) => sum + each.launches, 0);
  if (total === null) return 0;
  return launches + (total.ratio > 1 ? 1e-3 : 0) + 1e-6 / total.ratio;
}

/** A stack by the setup that it was made from, which is what people compare; by its id where that tells more. */
function nameOf(index: PublicationIndex, stack: string, run: string): string {
  const id = index.stacks.get(stack)?.id ?? stack;
  const { setup } = factsIn(index, stack, run);
  if (typeof setup !== 'string') return id;
  return id.endsWith(setup) ? `setup ${setup}` : `setup ${setup} (${id})`;
}

/** The same comparison with baseline and other exchanged. */
function mirror(comparison: PublishedComparison): PublishedComparison {
  const turned = {
    faster: 'slower',
    slower: 'faster',
    same: 'same',
    inconclusive: 'inconclusive',
  } as const;
  const turn = <T extends PublishedVerdict>(verdict: T): T => ({
    ...verdict,
    ratio: 1 / verdict.ratio,
    interval:
      verdict.interval === null
        ? null
        : { low: 1 / verdict.interval.high, high: 1 / verdict.interval.low },
    verdict: turned[verdict.verdict],
    text: verdict.text.replace(verdict.verdict, turned[verdict.verdict]),
  });
  return {
    ...comparison,
    a: comparison.b,
    b: comparison.a,
    total: comparison.total === null ? null : turn(comparison.total),
    cases: comparison.cases.map(turn),
  };
}

function summary(index: PublicationIndex, comparison: PublishedComparison): Block {
  const { run, a, b, total, cases, shown, caveats } = comparison;
  const { ofCases, ofLeftOut } = sizeOf(comparison);
  const name = (key: string) => nameOf(index, key, run);
  const all = countNoun(ofCases, 'case');
  const over = shown === undefined ? all : `${all}, of which ${cases.length} are on this page`;
  const told =
    total === null || total.detectable === null
      ? ''
      : ` (${formatDetectable(total)} could have been told)`;
  const sentence =
    total === null
      ? `${name(b)} and ${name(a)} have no case in common that can be compared.`
      : `Over ${over}, ${name(b)} takes ${ratioText(total)} the time of ${name(a)}: ${total.text}${told}.`;
  return {
    kind: 'text',
    paragraphs: [
      ofLeftOut === 0
        ? sentence
        : `${sentence} ${countNoun(ofLeftOut, 'case')} had to be left out.`,
      ...caveats,
    ],
  };
}

/** How many cases a comparison is over and how many it left out, of which the page may hold only some. */
function sizeOf({ cases, leftOut, shown }: PublishedComparison) {
  return shown ?? { ofCases: cases.length, ofLeftOut: leftOut.length };
}

/** `0.9300× (0.9100–0.9500)` */
function ratioText({ ratio, interval }: PublishedVerdict): string {
  return `${formatRatio(ratio)} (${formatInterval(interval)})`;
}

function verdictCells(verdict: PublishedVerdict, href: string | undefined): TableCell[] {
  const tone =
    verdict.verdict === 'faster' ? 'best' : verdict.verdict === 'slower' ? 'bad' : 'quiet';
  return [
    {
      text: ratioText(verdict),
      sort: verdict.ratio,
      ...(href === undefined ? {} : { href }),
    },
    { text: verdict.text, tone },
    { text: formatDetectable(verdict), sort: verdict.detectable },
    { text: String(verdict.launches), sort: verdict.launches },
  ];
}

function againstTable(index: PublicationIndex, against: readonly PublishedComparison[]): TableView {
  return {
    kind: 'table',
    id: 'against',
    caption: 'Against the baseline',
    columns: [
      { title: 'Stack' },
      {
        title: 'Time ratio',
        numeric: true,
        hint: 'Geometric mean over the common cases, 95 % interval',
      },
      { title: 'Verdict' },
      {
        title: 'Could tell',
        numeric: true,
        hint: 'The smallest difference that this run could have told',
      },
      { title: 'Launches', numeric: true },
      { title: 'Cases', numeric: true },
      { title: 'Left out', numeric: true },
      { title: 'Run' },
    ],
    rows: against.map((comparison): TableCell[] => {
      const { a, b, total, run } = comparison;
      const { ofCases, ofLeftOut } = sizeOf(comparison);
      const stack = index.stacks.get(b);
      const record = index.runs.get(run);
      const href = formatAddress('compare', [
        ['device', stack?.device],
        ['a', index.stacks.get(a)?.id],
        ['b', stack?.id],
        ['run', run],
      ]);
      return [
        { text: nameOf(index, b, run), href },
        ...(total === null
          ? [
              { text: 'nothing in common', sort: null },
              { text: '' },
              { text: '', sort: null },
              { text: '', sort: null },
            ]
          : verdictCells(total, href)),
        { text: String(ofCases), sort: ofCases },
        { text: String(ofLeftOut), sort: ofLeftOut },
        record === undefined ? { text: '' } : runCell({ run: record }),
      ];
    }),
  };
}

function casesTable(index: PublicationIndex, { run, a, b, cases }: PublishedComparison): TableView {
  const entriesOf = (stack: string) =>
    new Map(
      index.entries
        .filter((entry) => entry.run.id === run && entry.stack.key === stack)
        .map((entry) => [entry.case.id, entry]),
    );
  const [baselines, entries] = [entriesOf(a), entriesOf(b)];
  return {
    kind: 'table',
    id: 'cases',
    caption: 'Case by case',
    columns: [
      { title: 'Case' },
      { title: 'Time ratio', numeric: true },
      { title: 'Verdict' },
      {
        title: 'Could tell',
        numeric: true,
        hint: 'The smallest difference that this run could have told',
      },
      { title: 'Launches', numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: cases.map((verdict): TableCell[] => {
      const entry = entries.get(verdict.case);
      const baseline = baselines.get(verdict.case);
      return [
        { text: verdict.case },
        ...verdictCells(verdict, entry === undefined ? undefined : resultAddress(entry)),
        entry === undefined ? { text: '' } : runCell(entry),
        entry === undefined || baseline === undefined
          ? { text: '' }
          : { text: repeatCommand(baseline, entry), code: true },
      ];
    }),
    empty: 'No case was measured by both.',
  };
}

function factsTable(index: PublicationIndex, { run, a, b }: PublishedComparison): TableView {
  const before = factsIn(index, a, run);
  const after = factsIn(index, b, run);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return {
    kind: 'table',
    id: 'facts',
    caption: 'Facts that differ',
    columns: [
      { title: 'Fact' },
      { title: nameOf(index, a, run) },
      { title: nameOf(index, b, run) },
    ],
    rows: names
      .filter((name) => before[name] !== after[name])
      .map((name) => [
        { text: labelFact(name), hint: name },
        factCell(before[name]),
        factCell(after[name]),
      ]),
    empty: 'No published fact differs.',
  };
}

function factsIn(
  index: PublicationIndex,
  stack: string,
  run: string,
): Readonly<Record<string, FactValue>> {
  const configurations = index.stacks.get(stack)?.configurations ?? [];
  return configurations.find(({ runs }) => runs.includes(run))?.facts ?? {};
}

function factCell(value: FactValue | undefined): TableCell {
  return value === undefined ? { text: 'absent', tone: 'quiet' } : { text: String(value) };
}

/** A row for each cause; of many cases the first stand for all. */
function leftOutTable(index: PublicationIndex, { leftOut, shown }: PublishedComparison): TableView {
  const variants = leftOut.flatMap(({ case: id }) => index.cases.get(id)?.variant ?? []);
  const gist = createGist([...new Set(variants)]);
  const causes = Map.groupBy(leftOut, ({ reason }) => gist('skipped', reason));
  return {
    kind: 'table',
    id: 'left-out',
    caption: shown === undefined ? 'Left out' : 'Left out, of the cases on this page',
    columns: [{ title: 'Why' }, { title: 'Cases', numeric: true }, { title: 'Which' }],
    rows: [...causes.values()]
      .toSorted((a, b) => b.length - a.length)
      .map((own): TableCell[] => [
        { text: own[0]?.reason ?? '' },
        { text: String(own.length), sort: own.length },
        { text: namesOf(own.map(({ case: id }) => id)) },
      ]),
    empty: shown === undefined ? 'Nothing was left out.' : 'None of them was left out.',
  };
}

const namedCases = 3;

function namesOf(ids: readonly string[]): string {
  const more = ids.length - namedCases;
  return [...ids.slice(0, namedCases), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
