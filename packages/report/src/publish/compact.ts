import type {
  Publication,
  PublishedCase,
  PublishedComparison,
  PublishedResult,
} from '../analysis/publication/publication.ts';

/**
 * A publication as the page holds it: references are positions instead of ids and fields are lists
 * instead of names repeated, about a fifth of the size.
 */
export interface CompactPublication extends Omit<Publication, 'results' | 'comparisons'> {
  /** Texts that occur in many results. */
  texts: readonly string[];
  results: readonly CompactResult[];
  comparisons: readonly CompactComparison[];
}

/** Run, stack, case, status, reason (−1: none), and what was measured. */
type CompactResult = readonly [number, number, number, number, number, CompactMeasurement?];

/**
 * kernelNs, flops and bytes (null: as the case says), programs, lowNs, highNs, spread, clock, launches, leftOut,
 * caches, callLatencyNs, firstCallNs, buildNs, relativeError, smClockMhz, powerW, chosenVariants
 */
type CompactMeasurement = readonly [
  number,
  number | null,
  number | null,
  number,
  number | null,
  number | null,
  number | null,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number | null,
  number | null,
  number | null,
  ...number[],
];

interface CompactComparison extends Omit<PublishedComparison, 'cases' | 'leftOut'> {
  /** Case, ratio, low, high, verdict, text, detectable, launches. */
  cases: readonly (readonly [
    number,
    number,
    number | null,
    number | null,
    number,
    number,
    number | null,
    number,
  ])[];
  leftOut: readonly (readonly [number, number])[];
}

export function compact(publication: Publication): CompactPublication {
  const texts = new Map<string, number>();
  const text = (value: string): number => {
    const known = texts.get(value) ?? texts.size;
    texts.set(value, known);
    return known;
  };
  const runs = positions(publication.runs.map(({ id }) => id));
  const stacks = positions(publication.stacks.map(({ key }) => key));
  const cases = positions(publication.cases.map(({ id }) => id));
  const results = publication.results.map((result): CompactResult => {
    const { measured } = result;
    const head = [
      runs.get(result.run) ?? -1,
      stacks.get(result.stack) ?? -1,
      cases.get(result.case) ?? -1,
      text(result.status),
      result.reason === null ? -1 : text(result.reason),
    ] as const;
    if (measured === null) return head;
    const record = publication.cases[head[2]];
    return [
      ...head,
      [
        measured.kernelNs,
        measured.flops === record?.flops ? null : measured.flops,
        measured.bytes === record?.bytes ? null : measured.bytes,
        text(measured.programs.join(' ')),
        measured.interval?.lowNs ?? null,
        measured.interval?.highNs ?? null,
        measured.spread,
        text(measured.clock),
        measured.launches,
        measured.leftOut,
        text(measured.caches),
        measured.callLatencyNs,
        measured.firstCallNs,
        measured.buildNs,
        measured.relativeError,
        measured.smClockMhz,
        measured.powerW,
        ...measured.chosenVariants.map(text),
      ],
    ];
  });
  const comparisons = publication.comparisons.map((comparison): CompactComparison => ({
    ...comparison,
    cases: comparison.cases.map((each) => [
      cases.get(each.case) ?? -1,
      each.ratio,
      each.interval?.low ?? null,
      each.interval?.high ?? null,
      text(each.verdict),
      text(each.text),
      each.detectable,
      each.launches,
    ]),
    leftOut: comparison.leftOut.map((each) => [cases.get(each.case) ?? -1, text(each.reason)]),
  }));
  return { ...publication, results, comparisons, texts: [...texts.keys()] };
}

/** The inverse of {@link compact}. */
export function expand({ texts, ...rest }: CompactPublication): Publication {
  const text = (position: number) => texts[position] ?? '';
  const caseId = (position: number) => rest.cases[position]?.id ?? '';
  return {
    ...rest,
    results: rest.results.map(([run, stack, each, status, reason, measurement]) => ({
      run: rest.runs[run]?.id ?? '',
      stack: rest.stacks[stack]?.key ?? '',
      case: caseId(each),
      status: text(status) as PublishedResult['status'],
      reason: reason === -1 ? null : text(reason),
      measured: expandMeasurement(measurement, rest.cases[each], text),
    })),
    comparisons: rest.comparisons.map((comparison) => ({
      ...comparison,
      cases: comparison.cases.map(
        ([each, ratio, low, high, verdict, words, detectable, launches]) => ({
          case: caseId(each),
          ratio,
          interval: low === null || high === null ? null : { low, high },
          verdict: text(verdict) as PublishedComparison['cases'][number]['verdict'],
          text: text(words),
          detectable,
          launches,
        }),
      ),
      leftOut: comparison.leftOut.map(([each, reason]) => ({
        case: caseId(each),
        reason: text(reason),
      })),
    })),
  };
}

function expandMeasurement(
  measurement: CompactMeasurement | undefined,
  record: PublishedCase | undefined,
  text: (position: number) => string,
): PublishedResult['measured'] {
  if (measurement === undefined) return null;
  const [
    kernelNs,
    flops,
    bytes,
    programs,
    lowNs,
    highNs,
    spread,
    clock,
    launches,
    leftOut,
    caches,
    call,
    first,
    build,
    error,
    smClockMhz,
    powerW,
    ...chosen
  ] = measurement;
  return {
    kernelNs,
    flops: flops ?? record?.flops ?? NaN,
    bytes: bytes ?? record?.bytes ?? NaN,
    programs: text(programs)
      .split(' ')
      .filter((digest) => digest !== ''),
    interval: lowNs === null || highNs === null ? null : { lowNs, highNs },
    spread,
    clock: text(clock) as 'device' | 'host',
    launches,
    leftOut,
    caches: text(caches) as 'cold' | 'hot',
    callLatencyNs: call,
    firstCallNs: first,
    buildNs: build,
    relativeError: error,
    smClockMhz,
    powerW,
    chosenVariants: chosen.map(text),
  };
}

function positions(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, position) => [id, position]));
}
