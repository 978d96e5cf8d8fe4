import { parseFields } from '@stackbench/model';
import type { ProblemList } from './support/plan-sweep.ts';

/**
 * Sizes at which tiled kernels go wrong: one less and one more than the extents of tiles, slices,
 * vectors and warps, single rows and columns, every alignment of rows, and sums that are split along K. Small, as they
 * run on the CPU.
 */
const gemmProblems: readonly string[] = [
  'm=1,n=1,k=1',
  'm=1,n=1,k=67',
  'm=1,n=130,k=16',
  'm=131,n=1,k=5',
  'm=2,n=3,k=4',
  'm=5,n=4,k=3',
  'm=3,n=6,k=8',
  'm=6,n=8,k=9',
  'm=15,n=15,k=15',
  'm=16,n=16,k=16',
  'm=17,n=33,k=7',
  'm=31,n=36,k=34',
  'm=33,n=31,k=32',
  'm=63,n=65,k=12',
  'm=65,n=63,k=33',
  'm=64,n=68,k=20',
  'm=96,n=100,k=17',
  'm=127,n=129,k=31',
  'm=129,n=127,k=24',
  'm=128,n=128,k=64',
  'm=130,n=132,k=36',
  'm=192,n=320,k=48',
  'm=257,n=9,k=13',
  'm=5,n=68,k=516',
  'm=67,n=66,k=515',
];

export const gemmSweep: ProblemList = {
  operation: 'gemm',
  problems: gemmProblems,
  sizesOf: (problem) => {
    const { m, n, k } = extentsOf(problem);
    // One tile of most, cut off, tells less.
    if (m <= 64 || n <= 64) return [];
    const isWhole = m % 64 === 0 && n % 64 === 0 && k % 16 === 0;
    return [
      isWhole ? 'whole tiles' : `cut off ${n % 4 === 0 && k % 4 === 0 ? 'behind' : 'in'} a vector`,
    ];
  },
  detailsOf: (problem) => {
    const extents = extentsOf(problem);
    const { m, n } = extents;
    const lie = Object.entries(extents).map(([name, extent]) => `${name} ${lieOf(extent)}`);
    const large = [
      m > 128 && n > 128 ? ['tiles of 128 in both directions'] : [],
      n > 256 ? ['tiles of 256'] : [],
    ];
    return [...lie, ...large.flat()];
  },
};

function extentsOf(problem: string): { m: number; n: number; k: number } {
  const fields = parseFields(problem);
  const [m, n, k] = ['m', 'n', 'k'].map((name) => Number(fields.get(name)));
  return { m: m!, n: n!, k: k! };
}

/** How an extent lies beside those of tiles and vectors. */
function lieOf(extent: number): string {
  if (extent < 4) return 'of a part of a vector';
  if (extent < 15) return 'of a part of a tile';
  const beyond = extent % 16;
  if (beyond === 0) return 'of whole tiles';
  if (beyond === 1) return 'one more';
  if (beyond === 15) return 'one less';
  return extent % 4 === 0 ? 'of whole vectors' : 'odd';
}
