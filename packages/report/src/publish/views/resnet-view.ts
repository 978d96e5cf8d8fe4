import { threeDigits } from '../../numbers.ts';
import { formatAddress } from './address.ts';
import { choose, chooseDevice, controlsOf } from './choices.ts';
import { countNoun, resultAddress, runCell, throughputCell, timeText } from './cells.ts';
import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
  problemKey,
} from './publication-index.ts';
import { variantText } from './overview.ts';
import { repeatCommand, repeatSuiteCommand } from './repeat-command.ts';
import type { PublishedCase } from '../publication.ts';
import type { Block, MakeView, TableCell, TableView } from './view.ts';

const suite = 'resnet50';
/** Convolutions of ResNet-50 v1.5 (He et al. 2015; stride in the 3×3 layer), repeated ones counted. */
const convolutions = 53;

/** The convolution time of the whole network on one stack, or why there is none. */
interface NetworkTotal {
  stack: MeasuredEntry['stack'];
  /** Variant used for all layers; null for the fastest of each layer. */
  variant: string | null;
  /** Null unless every layer was measured. */
  totalNs: number | null;
  layers: readonly MeasuredEntry[];
  missing: readonly PublishedCase[];
}

/** ResNet-50's convolutions, summed over all layers × how often each occurs. */
export const resnetView: MakeView = (index, parameters) => {
  const counted = index.current.filter(({ case: record }) => layerCount(record) > 0);
  const device = chooseDevice(index, parameters, counted);
  const onDevice = counted.filter((entry) => entry.device.key === device?.value);
  const network = choose(
    'network',
    'Batch and data type',
    [...new Set(onDevice.map((entry) => networkKey(entry.case)))].map((key) => ({
      value: key,
      label: key,
    })),
    parameters,
  );
  const layers = layersOf(
    counted.filter((entry) => networkKey(entry.case) === network?.value).map((entry) => entry.case),
  );
  const entries = onDevice.filter((entry) => networkKey(entry.case) === network?.value);
  const known = layers.reduce((sum, layer) => sum + layerCount(layer), 0);
  const totals = known === convolutions ? networkTotals(entries, layers) : [];
  const chosen = totals.find(({ variant }) => variant === null && totals.length > 0);
  const stack = choose(
    'stack',
    'Layers of',
    [...new Set(totals.map((total) => total.stack.id))].map((id) => ({ value: id, label: id })),
    parameters,
  );
  const shown =
    totals.find((total) => total.variant === null && total.stack.id === stack?.value) ?? chosen;
  return {
    title: 'ResNet-50 convolutions',
    intro:
      'The time of all 53 convolutions of ResNet-50, each layer’s kernel time × how often it occurs. A stack has a total only when every layer was measured and verified.',
    controls: controlsOf(device, network, stack),
    blocks: [
      ...(known === convolutions ? [] : [incomplete(known)]),
      totalsTable(totals, network?.value ?? ''),
      ...(shown === undefined ? [] : [layersTable(shown)]),
    ],
  };
};

function incomplete(known: number): Block {
  return {
    kind: 'text',
    tone: 'warning',
    paragraphs: [
      known === 0
        ? 'No run of the suite resnet50 is published yet: npx -y pnpm@12 bench --suite resnet50'
        : `These runs hold only ${known} of the ${convolutions} convolutions, so there is no total: run the suite without --case.`,
    ],
  };
}

function layerCount(record: PublishedCase): number {
  return record.operation === 'conv2d' && Object.hasOwn(record.counts, suite)
    ? (record.counts[suite] ?? 0)
    : 0;
}

/** `batch 32, f16`: the layers that belong together. */
function networkKey(record: PublishedCase): string {
  return `batch ${batchOf(record)}, ${record.dataType}`;
}

function batchOf(record: PublishedCase): string {
  return /(?:^|,)n=(\d+)/.exec(record.problem)?.[1] ?? '1';
}

function layersOf(records: readonly PublishedCase[]): PublishedCase[] {
  return [...new Map(records.map((record) => [problemKey(record), record])).values()];
}

/** For each stack: the fastest variant of each layer, and each variant alone that has all layers. */
function networkTotals(
  entries: readonly Entry[],
  layers: readonly PublishedCase[],
): NetworkTotal[] {
  return [...Map.groupBy(entries, (entry) => entry.stack.key).values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const variants = [...new Set(own.map((entry) => entry.case.variant))];
      return [
        totalOf(first.stack, null, own, layers),
        ...variants
          .map((variant) =>
            totalOf(
              first.stack,
              variant,
              own.filter((entry) => entry.case.variant === variant),
              layers,
            ),
          )
          .filter((total) => total.totalNs !== null),
      ];
    })
    .toSorted((a, b) => (a.totalNs ?? Infinity) - (b.totalNs ?? Infinity));
}

function totalOf(
  stack: Entry['stack'],
  variant: string | null,
  entries: readonly Entry[],
  layers: readonly PublishedCase[],
): NetworkTotal {
  const measured = Map.groupBy(entries.filter(isMeasured), (entry) => problemKey(entry.case));
  const best = layers.map((layer) => fastest(measured.get(problemKey(layer)) ?? []));
  const found = best.filter((entry) => entry !== undefined);
  const missing = layers.filter((_, position) => best[position] === undefined);
  return {
    stack,
    variant,
    layers: found,
    missing,
    totalNs:
      missing.length > 0
        ? null
        : found.reduce(
            (sum, entry) => sum + entry.result.measured.kernelNs * layerCount(entry.case),
            0,
          ),
  };
}

function totalsTable(totals: readonly NetworkTotal[], network: string): TableView {
  const best = totals[0]?.totalNs ?? null;
  const batch = Number(/^batch (\d+),/.exec(network)?.[1] ?? Number.NaN);
  return {
    kind: 'table',
    id: 'totals',
    caption: `All ${convolutions} convolutions, ${network}`,
    note: 'Sums of medians of separate launches; no interval is claimed for them. Other layers, transfers and launch gaps are not part of it.',
    columns: [
      { title: 'Stack' },
      { title: 'Variant' },
      { title: 'Time', numeric: true },
      { title: 'Images/s', numeric: true, hint: 'Of convolutions alone' },
      { title: 'Of the fastest', numeric: true },
      { title: 'Misses' },
      { title: 'Runs' },
      { title: 'Repeat' },
    ],
    rows: totals.map(({ stack, variant, totalNs, missing, layers }): TableCell[] => {
      const [first] = layers;
      const runs = new Set(layers.map((entry) => entry.run.id));
      const href = formatAddress('stack', [
        ['device', stack.device],
        ['id', stack.id],
      ]);
      const blank: TableCell = { text: '', sort: null };
      return [
        { text: stack.id, href },
        { text: variant ?? 'fastest of each layer' },
        totalNs === null
          ? { text: 'no total', sort: null, tone: 'quiet' }
          : { text: timeText(totalNs), sort: totalNs, href },
        totalNs === null
          ? blank
          : { text: threeDigits((batch / totalNs) * 1e9), sort: batch / totalNs },
        totalNs === null || best === null
          ? blank
          : {
              text: `${threeDigits((best / totalNs) * 100)} %`,
              sort: best / totalNs,
              bar: best / totalNs,
            },
        missing.length === 0
          ? { text: 'none', tone: 'quiet', sort: 0 }
          : {
              text: `${countNoun(missing.length, 'layer')}: ${missing
                .map((layer) => layer.title ?? layer.problem)
                .slice(0, 3)
                .join('; ')}${missing.length > 3 ? '; …' : ''}`,
              sort: missing.length,
              tone: 'warning',
              href: formatAddress('failures', [
                ['device', stack.device],
                ['stack', stack.id],
              ]),
            },
        first === undefined
          ? blank
          : runs.size === 1
            ? runCell(first)
            : { text: `${runs.size} runs` },
        first === undefined ? blank : { text: repeatSuiteCommand(first), code: true },
      ];
    }),
    empty: 'There is no total.',
  };
}

function layersTable({ layers, stack }: NetworkTotal): TableView {
  return {
    kind: 'table',
    id: 'layers',
    caption: `Layers on ${stack.id}`,
    columns: [
      { title: 'Layer' },
      { title: 'Times', numeric: true },
      { title: 'Variant' },
      { title: 'Throughput', numeric: true },
      { title: 'Time × count', numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: layers.map((entry): TableCell[] => {
      const times = layerCount(entry.case);
      const total = entry.result.measured.kernelNs * times;
      return [
        { text: entry.case.title ?? entry.case.problem },
        { text: String(times), sort: times },
        { text: variantText(entry) },
        throughputCell(entry),
        { text: timeText(total), sort: total, href: resultAddress(entry) },
        runCell(entry),
        { text: repeatCommand(entry), code: true },
      ];
    }),
  };
}
