import { expect, test } from 'vitest';
import { formatRanges } from '../../src/slurm/array-ranges.ts';

test.each([
  { indexes: [0, 1, 2, 3], ranges: '0-3' },
  { indexes: [7, 0, 2, 1], ranges: '0-2,7' },
  { indexes: [5], ranges: '5' },
  { indexes: [], ranges: '' },
])('$indexes are $ranges', ({ indexes, ranges }) => {
  expect(formatRanges(indexes)).toBe(ranges);
});
