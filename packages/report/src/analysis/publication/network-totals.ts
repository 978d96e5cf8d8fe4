import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
  problemKey,
} from './publication-index.ts';
import { clockOf } from './contests.ts';
import type { PublishedCase, PublishedLayer } from './publication.ts';

/** A network at one batch in one data type, and what the runs hold of it. */
export interface Network {
  /** `ResNet-50 v1.5, batch 32, f16` */
  key: string;
  batch: number;
  /** Operations of the whole network. */
  operations: number;
  /** Those of them that are cases of some run. */
  known: number;
  layers: readonly Layer[];
  entries: readonly Entry[];
}

/** A problem and how often it occurs in the network. */
interface Layer {
  problem: PublishedCase;
  count: number;
}

/** The time of a whole network on one stack, or why there is none. */
export interface NetworkTotal {
  stack: Entry['stack'];
  /** Variant used for all layers; null for the fastest of each layer. */
  variant: string | null;
  /** Null unless every layer was measured. */
  totalNs: number | null;
  /** `host` as soon as one layer was timed so. */
  clock: 'device' | 'host';
  layers: readonly { entry: MeasuredEntry; count: number }[];
  missing: readonly PublishedCase[];
}

/** The networks that the suites of `entries` describe, each problem once. */
export function networksOf(entries: readonly Entry[]): Network[] {
  const members = entries.flatMap((entry) =>
    Object.values(entry.case.layers).map((layer) => ({ entry, layer })),
  );
  const networks = Map.groupBy(members, ({ entry, layer }) => networkKey(layer, entry.case));
  return [...networks].flatMap(([key, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const layers = new Map(
      own.map(({ entry, layer }) => [
        problemKey(entry.case),
        { problem: entry.case, count: layer.count },
      ]),
    );
    const { batch, operations } = first.layer;
    return [
      {
        key,
        batch,
        operations,
        known: [...layers.values()].reduce((sum, { count }) => sum + count, 0),
        layers: [...layers.values()],
        entries: own.map(({ entry }) => entry),
      },
    ];
  });
}

function networkKey({ network, batch }: PublishedLayer, { dataType }: PublishedCase): string {
  return `${network}, batch ${batch}, ${dataType}`;
}

/**
 * For each stack the fastest variant of each layer, and each variant alone that has all layers; the
 * fastest first. None while the runs do not hold every layer.
 */
export function networkTotals({ entries, layers, known, operations }: Network): NetworkTotal[] {
  if (known !== operations) return [];
  return [...Map.groupBy(entries, (entry) => entry.stack.key).values()]
    .flatMap((own) => [
      totalOf(own, null, layers),
      ...[...Map.groupBy(own, (entry) => entry.case.variant)]
        .map(([variant, same]) => totalOf(same, variant, layers))
        .filter((total) => total?.totalNs !== null),
    ])
    .filter((total) => total !== null)
    .toSorted((a, b) => (a.totalNs ?? Infinity) - (b.totalNs ?? Infinity));
}

function totalOf(
  entries: readonly Entry[],
  variant: string | null,
  layers: readonly Layer[],
): NetworkTotal | null {
  const [first] = entries;
  if (first === undefined) return null;
  const measured = Map.groupBy(entries.filter(isMeasured), (entry) => problemKey(entry.case));
  const found = layers.flatMap(({ problem, count }) => {
    const entry = fastest(measured.get(problemKey(problem)) ?? []);
    return entry === undefined ? [] : [{ entry, count }];
  });
  const missing = layers
    .map(({ problem }) => problem)
    .filter((problem) => !measured.has(problemKey(problem)));
  return {
    stack: first.stack,
    variant,
    clock: found.some(({ entry }) => clockOf(entry) === 'host') ? 'host' : 'device',
    layers: found,
    missing,
    totalNs:
      missing.length > 0
        ? null
        : found.reduce((sum, { entry, count }) => sum + entry.result.measured.kernelNs * count, 0),
  };
}
