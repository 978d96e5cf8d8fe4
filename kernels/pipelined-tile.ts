import { checkedTile } from './gemm/tile.ts';

const WARP = 32;

/** A thread computes two vectors of rows, 32 rows apart. */
const TM = 8;
const WM = 64;

/** Products of a slice. */
const BK = 16;

/** Threads of a warp along a row of its tile. */
const ACROSS = WARP / (WM / TM);

/** What a block multiplies with `kernels/cuda/pipelined-tile.cuh`, in elements. */
export interface PipelinedTile {
  BM: number;
  BN: number;
  /** Columns of a warp's tile. */
  WN: 32 | 64;
  /** Slices in shared memory at a time. */
  STAGES: number;
  /** Blocks that a multiprocessor is to hold at a time. */
  BLOCKS: number;
}

/**
 * The constants that the header asks for. `turned`: B has its products in a row, as A has.
 * @throws BenchError naming the first broken rule
 */
export function pipelinedConstants(name: string, tile: PipelinedTile, turned: boolean) {
  const { BM, BN, WN, STAGES } = tile;
  const TN = WN / ACROSS;
  const THREADS = (BM / WM) * (BN / WN) * WARP;
  const stagesOfA = turned ? STAGES : 2;
  checkedTile(
    name,
    { BM, BN, BK, TM, TN },
    {
      'warps cover the tile': BM % WM === 0 && BN % WN === 0,
      [`${stagesOfA} slices of A and ${STAGES} of B fit into 48 KiB`]:
        4 * BK * (stagesOfA * BM + STAGES * BN) <= 48 * 1024,
    },
  );
  return { ...tile, BK, WM, TM, TN, ACROSS, THREADS, B_TURNED: Number(turned) };
}
