import { type CudaLaunch, type DataType, dataTypeTraits } from '@stackbench/model';

/** What a block and a warp multiply with `kernels/cuda/mma-tile.cuh`, in elements. */
export interface MmaTile {
  readonly BM: number;
  readonly BN: number;
  readonly WM: number;
  readonly WN: number;
}

/** Rows of a slice of A. */
const rowBytes = 64;
/** TF32's columns are read one by one: rows of B are longer by as many numbers. */
const columnPadding = 8;
/** More are not waited for. */
const mostStages = 4;

/** Asynchronous copies, and stores, move this much from and to its boundary. */
const chunkBytes = 16;

/** Whether rows of `length` elements are whole chunks, each on its boundary: 1 or 0, as constants of a pass. */
export function liesInChunks(length: number, dataType: DataType): number {
  return Number((length * dataTypeTraits(dataType).bytes) % chunkBytes === 0);
}

/** Threads of a block: a warp for each warp tile. */
export function mmaThreads({ BM, BN, WM, WN }: MmaTile): number {
  return 32 * (BM / WM) * (BN / WN);
}

/** The constants that the header asks for. `turned`: B lies as A does, its products in a row. */
export function mmaConstants(tile: MmaTile, dataType: DataType, turned: boolean) {
  return {
    ...tile,
    BK: rowBytes / dataTypeTraits(dataType).bytes,
    THREADS: mmaThreads(tile),
    B_TURNED: Number(turned),
  };
}

/** Slices of A and B lie in shared memory, as many as a block has room for. */
export function mmaLaunch({ BM, BN }: MmaTile, dataType: DataType, turned: boolean): CudaLaunch {
  const padding = dataType === 'tf32' && !turned ? columnPadding * rowBytes : 0;
  return {
    dynamicSharedBytes: 0,
    stages: { most: mostStages, bytes: (BM + BN) * rowBytes + padding },
    tensorMaps: {},
  };
}
