import { type Matrix, matrixOf } from './matrix.ts';
import type { Entry, PublicationIndex } from './publication-index.ts';
import type { PublishedDevice, PublishedRun } from './publication.ts';
import { weightOf } from './weight.ts';

/** What one run tells of a device. */
export interface RunTable {
  run: PublishedRun;
  entries: readonly Entry[];
  matrix: Matrix;
}

/** Of each suite the run that tells most of a device, of equals the newest; the run that tells most first. */
export function firmestRuns(
  { entries }: Pick<PublicationIndex, 'entries'>,
  { key }: PublishedDevice,
): readonly RunTable[] {
  const known = memo.get(entries) ?? new Map<string, readonly RunTable[]>();
  const tables = known.get(key) ?? findFirmest(entries, key);
  memo.set(entries, known.set(key, tables));
  return tables;
}

/** README and pictures ask for the same. */
const memo = new WeakMap<PublicationIndex['entries'], Map<string, readonly RunTable[]>>();

function findFirmest(entries: PublicationIndex['entries'], key: string): RunTable[] {
  const onDevice = entries.filter(({ device }) => device.key === key);
  const runs = [...Map.groupBy(onDevice, ({ run }) => run.id).values()].flatMap((own) => {
    const [first] = own;
    const weight = own.reduce((sum, { result }) => sum + weightOf(result), 0);
    return first === undefined || weight === 0 ? [] : [{ run: first.run, entries: own, weight }];
  });
  const ordered = runs.toReversed().toSorted((a, b) => b.weight - a.weight);
  return [...Map.groupBy(ordered, ({ run }) => run.suite).values()].flatMap(([firmest]) =>
    firmest === undefined ? [] : [{ ...firmest, matrix: matrixOf(firmest.entries) }],
  );
}
