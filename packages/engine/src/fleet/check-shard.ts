import { isDeepStrictEqual } from 'node:util';
import type { CaseRecord, Matrix, Shard } from '@stackbench/model';
import { isFinished, type RunProgress } from '../run-file/resume-run.ts';

/** What keeps a run from being the whole of a shard. */
export interface Lack {
  /** For people. */
  reason: string;
  /** It is of something else: to measure the shard anew, its file is moved away first. */
  isForeign: boolean;
}

/**
 * Why a run is not the whole of a shard of a matrix; null where it is.
 * @param records the matrix's cases by their ids
 */
export function whyNotWhole(
  matrix: Matrix,
  shard: Shard,
  run: RunProgress,
  records: ReadonlyMap<string, CaseRecord>,
): Lack | null {
  const foreign = whyForeign(matrix, shard, run, records);
  if (foreign !== null) return { reason: foreign, isForeign: true };
  if (isFinished(run)) return null;
  const all = shard.cases.length * matrix.stacks.length * matrix.rounds;
  const reason = `it is not complete: ${run.outcomes.length} of ${all} outcomes`;
  return { reason, isForeign: false };
}

/** Why a run, however far it came, is not one of a shard of a matrix, for people; null where it is. */
export function whyForeign(
  matrix: Matrix,
  shard: Shard,
  { header }: Pick<RunProgress, 'header'>,
  records: ReadonlyMap<string, CaseRecord>,
): string | null {
  const { fleet } = header;
  if (fleet === undefined) return 'it is a run of its own, of no matrix';
  if (fleet.matrixId !== matrix.matrixId) return `it belongs to another matrix, ${fleet.matrixId}`;
  if (fleet.shard !== shard.index) return `it is shard ${fleet.shard}`;
  const cases = new Set(shard.cases);
  const isAsPlanned =
    fleet.shards === matrix.shards.length &&
    header.rounds === matrix.rounds &&
    header.cases.length === cases.size &&
    header.cases.every(
      (record) => cases.has(record.id) && isDeepStrictEqual(record, records.get(record.id)),
    ) &&
    isDeepStrictEqual(header.tunables, matrix.tunables) &&
    isDeepStrictEqual(
      header.stacks.map(({ id }) => id),
      matrix.stacks.map(({ id }) => id),
    );
  return isAsPlanned ? null : 'its stacks, cases, rounds or tunables are not those of the matrix';
}
