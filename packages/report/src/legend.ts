import { noisyDeviation } from './analysis/summary.ts';
import { chooseGrid } from './grid.ts';
import { marks } from './marks.ts';
import { spreadSign } from './numbers.ts';
import type { Paint } from './style.ts';
import type { Table } from './tables.ts';
import { hang } from './text.ts';

const percent = '%';

/** What each mark of a table means, in the order in which they are explained. */
const meanings: readonly (readonly [mark: string, meaning: string])[] = [
  ['±', '95% interval of the median kernel time over 6 launches or more'],
  [
    spreadSign,
    'the middle half of the samples of one launch lies within this: no interval, for the next launch may differ by more; 6 launches give one',
  ],
  [percent, 'share of the fastest at the same problem, in the same data type'],
  [
    marks.software,
    'computes on the CPU (software adapter, emulation, or torch there): never ranked with hardware',
  ],
  [marks.hostTimed, "timed by the host's clock: never ranked with times of the device's clock"],
  [marks.noisy, `noisy: the interval, or the spread, is wider than ${noisyDeviation * 100}%`],
  [marks.fewSamples, 'fewer than 4 samples: not even a spread can be given'],
  [marks.hot, 'hot caches: inputs may lie in the cache; elsewhere they do not'],
  [
    marks.beyondPeak,
    'more than the datasheet of the GPU promises: its clock is wrong, or fewer operations were done than counted',
  ],
  [marks.someFailed, 'failed in some rounds, see above; the number is of the others'],
  [
    marks.fellBehind,
    'far slower for its work than the same variant at a smaller problem, measured twice: other programs, or what its library chose',
  ],
  [marks.unsupported, 'this stack cannot run it, for a reason given above'],
];

/** What the marks mean: only those that occur in these tables. */
export function describeMarks(tables: readonly Table[], width: number, paint: Paint): string[] {
  const occurring = new Set(tables.flatMap((table) => marksOf(table, width)));
  return meanings.flatMap(([mark, meaning]) =>
    occurring.has(mark)
      ? hang(`  ${mark}  `, meaning, width).map((line) => paint('quiet', line))
      : [],
  );
}

function marksOf({ grids, mark }: Table, width: number): string[] {
  const marksOfCells = chooseGrid(grids, width)
    .cells.flat()
    .flatMap((cell) =>
      cell.kind === 'word'
        ? [cell.text]
        : [cell.share === null ? '' : percent, cell.deviation.slice(0, 1), ...cell.marks.split('')],
    );
  return mark === '' ? marksOfCells : [mark, ...marksOfCells];
}
