import { isHostTimed } from './analysis/clock.ts';
import { gpuName } from './analysis/gpu-name.ts';
import { isBeyondPeak } from './analysis/plausible.ts';
import { noisyDeviation, type CaseSummary, isNoisy } from './analysis/summary.ts';
import { spreadSign } from './numbers.ts';
import type { Paint } from './style.ts';
import { isMeasured } from './analysis/ranking.ts';
import { marks } from './marks.ts';
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
    [
      '±',
      measured.some((each) => each.measured.interval !== null)
        ? '95% interval of the median kernel time over 6 launches or more'
        : null,
    ],
    [
      spreadSign,
      measured.some((each) => each.measured.interval === null && each.measured.spread !== null)
        ? 'the middle half of the samples of one launch lies within this: no interval, for the next launch may differ by more; 6 launches give one'
        : null,
    ],
    ['%', 'share of the fastest at the same problem, in the same data type'],
    [
      marks.software,
      measured.some(({ stack }) => stack.software)
        ? 'computes on the CPU (software adapter, emulation, or torch there): never ranked with hardware'
        : null,
    ],
    [
      marks.hostTimed,
      measured.some(({ stack }) => isHostTimed(stack))
        ? "timed by the host's clock: never ranked with times of the device's clock"
        : null,
    ],
    [
      marks.noisy,
      measured.some((each) => isNoisy(each.measured))
        ? `noisy: the interval, or the spread, is wider than ${noisyDeviation * 100}%`
        : null,
    ],
    [
      marks.fewSamples,
      measured.some((each) => each.measured.interval === null && each.measured.spread === null)
        ? 'fewer than 4 samples: not even a spread can be given'
        : null,
    ],
    [
      marks.hot,
      measured.some((each) => each.measured.caches === 'hot')
        ? 'hot caches: inputs may lie in the cache; elsewhere they do not'
        : null,
    ],
    [
      marks.beyondPeak,
      measured.some((each) => isBeyondPeak(each.case, each.measured.kernelNs, gpuName(each.stack)))
        ? 'more than the datasheet of the GPU promises: its clock is wrong, or fewer operations were done than counted'
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
