import { BenchError } from '@stackbench/model';
import type {
  Publication,
  PublishedCase,
  PublishedComparison,
  PublishedDevice,
  PublishedStack,
} from './publication.ts';
import type { DigestStack, RunDigest } from './digest.ts';
import { listLeads } from './leads.ts';
import { weightOf } from './weight.ts';

/**
 * Puts the runs of any number of machines together. The order of `digests` does not matter.
 * @throws BenchError when two files hold the same run
 */
export function aggregate(digests: readonly RunDigest[]): Publication {
  const ordered = digests.toSorted((one, other) => compareText(sortKey(one), sortKey(other)));
  refuseTwins(ordered);
  const weights = weighDevices(ordered);
  const weightOfDevice = ({ key }: PublishedDevice) => weights.get(key) ?? 0;
  const known = {
    format: 2 as const,
    // Who opens the page sees first what tells most.
    devices: distinctDevices(ordered.flatMap((digest) => digest.devices)).toSorted(
      (a, b) =>
        Number(a.software) - Number(b.software) ||
        weightOfDevice(b) - weightOfDevice(a) ||
        compareText(a.key, b.key),
    ),
    runs: ordered.map((digest) => digest.run),
    stacks: mergeStacks(ordered.flatMap((digest) => digest.stacks)),
    cases: mergeCases(ordered.flatMap((digest) => digest.cases)),
    results: ordered.flatMap((digest) => digest.results),
    comparisons: firmestOfPairs(ordered),
    rankings: ordered.flatMap((digest) => digest.rankings),
  };
  const racers = new Map(ordered.map((digest) => [digest.run.id, digest.racers]));
  return { ...known, leads: listLeads(known, (result) => racers.get(result.run)?.get(result)) };
}

function refuseTwins(digests: readonly RunDigest[]): void {
  const files = new Map<string, string>();
  for (const { run } of digests) {
    const twin = files.get(run.id);
    if (twin !== undefined) {
      throw new BenchError(`${twin} and ${run.file} hold the same run ${run.id}`, {
        fix: 'Remove one of them: a run counts once.',
      });
    }
    files.set(run.id, run.file);
  }
}

function weighDevices(digests: readonly RunDigest[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { stacks, results } of digests) {
    const devices = new Map(stacks.map(({ key, device }) => [key, device]));
    for (const result of results) {
      const device = devices.get(result.stack) ?? '';
      weights.set(device, (weights.get(device) ?? 0) + weightOf(result));
    }
  }
  return weights;
}

/** Each pair of stacks in each suite as the run with the most rounds compared it, the newest of equals. */
function firmestOfPairs(digests: readonly RunDigest[]): PublishedComparison[] {
  const all = digests.flatMap(({ run, comparisons }) =>
    comparisons.map((comparison) => ({ suite: run.suite, rounds: run.rounds, comparison })),
  );
  const pairs = Map.groupBy(all, ({ suite, comparison: { a, b } }) =>
    [suite, ...[a, b].toSorted(compareText)].join('\n'),
  );
  return [...pairs.values()].flatMap(
    (same) => same.toSorted((one, other) => one.rounds - other.rounds).at(-1)?.comparison ?? [],
  );
}

function sortKey({ run }: RunDigest): string {
  return `${run.startedAt} ${run.id} ${run.file}`;
}

/** By code units: the same on every machine, whatever its language. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Some stacks write the name of a GPU all in small letters; one that does not is shown. */
function distinctDevices(devices: readonly PublishedDevice[]): PublishedDevice[] {
  const ordered = devices.toSorted((a, b) => compareText(b.title, a.title));
  return [...new Map(ordered.map((device) => [device.key, device])).values()];
}

function mergeStacks(stacks: readonly DigestStack[]): PublishedStack[] {
  return [...Map.groupBy(stacks, (stack) => stack.key).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { key, id, kind, native, device } = first;
    const configurations = Map.groupBy(same.toReversed(), (stack) =>
      JSON.stringify([stack.available, stack.reason, stack.fix, stack.facts, stack.withheld]),
    );
    return [
      {
        key,
        id,
        kind,
        native,
        device,
        configurations: [...configurations.values()].flatMap((group) =>
          group.slice(0, 1).map(({ available, reason, fix, facts, withheld }) => ({
            runs: group.flatMap(({ runs }) => runs),
            available,
            reason,
            fix,
            facts,
            withheld,
          })),
        ),
      },
    ];
  });
}

/** Newer runs say what a case is; the layers of all suites are kept. */
function mergeCases(cases: readonly PublishedCase[]): PublishedCase[] {
  return [...Map.groupBy(cases, (each) => each.id).values()].flatMap((same) => {
    const newest = same.at(-1);
    if (newest === undefined) return [];
    const title = same.findLast((each) => each.title !== null)?.title ?? null;
    const layers = Object.fromEntries(same.flatMap((each) => Object.entries(each.layers)));
    return [{ ...newest, title, layers }];
  });
}
