import { onlyMoves } from '@stackbench/model';
import { geometricMean } from '@stackbench/statistics';
import { type Datasheet, findDatasheet } from './datasheet.ts';
import { gpuName } from './gpu-name.ts';
import { largestCopies } from './largest-copies.ts';
import {
  fastest,
  isMeasured,
  type MeasuredSummary,
  type Ranking,
  type RankingClass,
} from './ranking.ts';

/** What memory gives on one device, by one kind of clock, and what is bound by it there. */
export interface Bandwidth {
  of: Omit<RankingClass, 'dataType'>;
  /** Of each stack its copy of the most bytes, the fastest first; none where the run has no copy. */
  copies: readonly MeasuredSummary[];
  /** What the vendor promises, where that is known. */
  sheet: Datasheet | null;
  /** Of each data type that the datasheet has and the run computes in: operations per byte above which memory no longer bounds. */
  ridges: readonly { dataType: string; flopsPerByte: number }[];
  bound: readonly BoundOperation[];
}

/** An operation at problems at which memory bounds it. */
export interface BoundOperation {
  operation: string;
  dataType: string;
  /** What the stacks reach of the bandwidth of their own copies, the nearest first. */
  stacks: readonly { id: string; share: number; problems: number }[];
}

/**
 * Bandwidths as copies showed them: never of the cases that are held against them. A device of which there is
 * neither a copy nor anything bound by memory has none.
 */
export function findBandwidths(rankings: readonly Ranking[]): Bandwidth[] {
  const devices = Map.groupBy(rankings, ({ software, hostTimed, device }) =>
    JSON.stringify([software, hostTimed, device]),
  );
  return [...devices.values()].flatMap((members) => {
    const { software, hostTimed, device } = members[0]!;
    const copies = largestCopies(
      members.flatMap(({ entries }) => entries.filter((entry) => isMeasured(entry))),
      ({ stack }) => stack.id,
      ({ measured }) => measured.rate.perSecond,
    );
    const computing = members.filter(({ entries }) =>
      entries.some(({ case: record }) => !onlyMoves(record)),
    );
    const sheet = findDatasheet(gpuOf(members));
    const [first] = copies;
    const bandwidth = first?.measured.rate.perSecond ?? sheet?.bytesPerSecond ?? null;
    const ridgeOf = ({ dataType }: Pick<Ranking, 'dataType'>) => {
      const peak = sheet?.peak[dataType as keyof Datasheet['peak']] ?? null;
      return peak === null || bandwidth === null ? null : peak / bandwidth;
    };
    const dataTypes = [...new Set(computing.map(({ dataType }) => dataType))];
    const bound = [
      ...Map.groupBy(computing, ({ operation, dataType }) => `${operation} ${dataType}`).values(),
    ].flatMap((family) => boundOf(family, copies, ridgeOf(family[0]!)));
    return copies.length === 0 && bound.length === 0
      ? []
      : [
          {
            of: { software, hostTimed, device },
            copies,
            sheet,
            ridges: dataTypes.flatMap((dataType) => {
              const flopsPerByte = ridgeOf({ dataType });
              return flopsPerByte === null ? [] : [{ dataType, flopsPerByte }];
            }),
            bound,
          },
        ];
  });
}

/** What of a family memory bounds: what is counted in bytes, and what computes less for each than the ridge. */
function boundOf(
  family: readonly Ranking[],
  copies: readonly MeasuredSummary[],
  ridge: number | null,
): BoundOperation[] {
  const shares = family.flatMap(({ entries }) => {
    const measured = entries
      .filter((entry) => isMeasured(entry))
      .filter(
        ({ case: { work, flops, bytes } }) => work === 'bytes' || flops / bytes < (ridge ?? 0),
      );
    return [...Map.groupBy(measured, ({ stack }) => stack.id)].map(([id, own]) => {
      const best = fastest(own)!;
      const copy = copies.find(({ stack }) => stack.id === id);
      const perSecond = (best.case.bytes / best.measured.kernelNs) * 1e9;
      return { id, share: copy === undefined ? null : perSecond / copy.measured.rate.perSecond };
    });
  });
  if (shares.length === 0) return [];
  const { operation, dataType } = family[0]!;
  const stacks = [...Map.groupBy(shares, ({ id }) => id)]
    .flatMap(([id, own]) => {
      const told = own.flatMap(({ share }) => share ?? []);
      return told.length === 0 ? [] : [{ id, share: geometricMean(told), problems: told.length }];
    })
    .toSorted((a, b) => b.share - a.share);
  return [{ operation, dataType, stacks }];
}

function gpuOf(rankings: readonly Ranking[]): string | null {
  const stacks = rankings.flatMap(({ entries }) => entries.map(({ stack }) => stack));
  return (
    stacks.map((stack) => gpuName(stack)).find((name) => findDatasheet(name ?? null) !== null) ??
    null
  );
}
