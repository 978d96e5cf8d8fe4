import { noisyDeviation, type CaseSummary, isNoisy } from './analysis/summary.ts';
import type { Paint } from './style.ts';
import { isMeasured } from './analysis/ranking.ts';
import { marks } from './tables.ts';
import { hang } from './text.ts';

/** What the numbers are and what the marks mean: only those that occur. */
export function describeMarks(
  summaries: readonly CaseSummary[],
  width: number,
  paint: Paint,
): string[] {
  const measured = summaries.filter((summary) => isMeasured(summary));
  if (measured.length === 0) return [];
  const entries: [mark: string, meaning: string | null][] = [
    ['±', intervalMeaning(measured.map((each) => each.measured))],
    ['%', 'share of the fastest at the same problem, in the same data type'],
    [
      marks.software,
      measured.some(({ stack }) => stack.software)
        ? 'computes on the CPU (software adapter, emulation, or torch there): never ranked with hardware'
        : null,
    ],
    [
      marks.noisy,
      measured.some((each) => isNoisy(each.measured))
        ? `noisy: the interval is wider than ±${noisyDeviation * 100}%`
        : null,
    ],
    [
      marks.fewSamples,
      measured.some((each) => each.measured.interval === null)
        ? 'fewer than 6 samples: no interval can be given'
        : null,
    ],
    [
      marks.hot,
      measured.some((each) => each.measured.caches === 'hot')
        ? 'hot caches: inputs may lie in the cache; elsewhere they do not'
        : null,
    ],
    [
      marks.someFailed,
      measured.some((each) => each.failures.length > 0)
        ? 'failed in some rounds, see above; the number is of the others'
        : null,
    ],
  ];
  if (summaries.some(({ status }) => status === 'unsupported')) {
    entries.push([marks.unsupported, 'this stack cannot run it, for a reason given above']);
  }
  return entries.flatMap(([mark, meaning]) =>
    meaning === null ? [] : hang(`  ${mark}  `, meaning, width).map((line) => paint('quiet', line)),
  );
}

type Measured = NonNullable<CaseSummary['measured']>;

function intervalMeaning(all: readonly Measured[]): string | null {
  const over = new Set(all.flatMap(({ interval }) => interval?.over ?? []));
  const launches = Math.max(...all.map((each) => each.launches));
  const samples =
    launches === 1
      ? 'the samples of one launch'
      : `the samples of one launch: the widest of up to ${launches}`;
  const spans = [
    ...(over.has('launches') ? ['the medians of 6 launches or more'] : []),
    ...(over.has('samples') ? [samples] : []),
  ];
  return spans.length === 0
    ? null
    : `95% interval of the median kernel time, over ${spans.join('; where there are fewer, over ')}`;
}
