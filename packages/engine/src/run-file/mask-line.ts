import type { Header, Matrix, Outcome } from '@stackbench/model';
import type { Mask } from '@stackbench/privacy';

/** Fields that hold words of stackbench's own, whatever somebody's password happens to be. */
const ownFields = [
  'type',
  'runId',
  'commit',
  'version',
  'suite',
  'tunables',
  'cases',
  'fleet',
  'gathered',
  'matrixId',
  'stackbench',
  'shards',
  'nodeSalt',
  'case',
  'status',
  'programDigest',
  'chosenVariant',
] as const;

/** A line of a run file, or a matrix, as it may be written. */
export async function maskLine<T extends Header | Outcome | Matrix>(
  line: T,
  mask: Mask,
): Promise<T> {
  const own = ownFields.filter((field) => field in line);
  const [ours, others] = [new Set<string>(own), Object.entries(line)];
  const foreign = Object.fromEntries(others.filter(([field]) => !ours.has(field)));
  // In the order of before.
  return { ...line, ...(await mask(foreign)) };
}
