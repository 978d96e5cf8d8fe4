// A block's product of BM × BN in f32, whatever its operands are gathered from: slices of BK products stream through
// STAGES places in shared memory, and a thread multiplies TM rows by TN columns from its own registers.
//
// A slice lies by products, so that a thread reads vectors of rows, and of columns. What has its products in a row is turned on
// its way, and lies without gaps: rows are exchanged by multiples of SWIZZLE with every four products, which puts what
// a warp stores at once into 32 banks and leaves vectors of rows whole.
//
// B_TURNED: B has its products in a row, as A has, and both are turned by asynchronous copies of single numbers. Otherwise
// A passes through registers, a slice ahead, and B has its columns in a row.
#ifndef STACKBENCH_PIPELINED_TILE_CUH
#define STACKBENCH_PIPELINED_TILE_CUH

#include "cuda/async-copy.cuh"
#include "cuda/element.cuh"

// Vectors of rows and of columns that a thread computes, and how far apart they lie.
#define ROW_QUADS (TM / 4)
#define COLUMN_QUADS (TN / 4)
#define ROWS_APART (4 * (WM / TM))
#define COLUMNS_APART (4 * ACROSS)
// Vectors in a row of what is turned, and rows apart by as many as all threads bring at once.
#define PRODUCT_QUADS (BK / 4)
#define TURNED_APART (THREADS / PRODUCT_QUADS)
// 32 rows fill the banks; PRODUCT_QUADS parts of them are stored together.
#define SWIZZLE (32 / PRODUCT_QUADS)
#define A_BYTES (BK * BM * (int)sizeof(float))
#define B_BYTES (BK * BN * (int)sizeof(float))
#define A_STAGES (B_TURNED ? STAGES : 2)

static_assert(TM % 4 == 0 && TN % 4 == 0, "all moves in vectors of four");
static_assert(WM / TM * ACROSS == 32 && ACROSS * TN == WN, "a warp covers its tile");
static_assert(BM / WM * (BN / WN) * 32 == THREADS, "a warp for each WM × WN of the product");
static_assert(SWIZZLE >= 4, "vectors of rows stay whole");
static_assert(ROWS_APART % 32 == 0, "rows that a thread reads are exchanged alike");
static_assert(STAGES >= 2, "one slice is copied while another is multiplied");

// What a thread multiplies in one step of K.
struct operands {
  quad rows[ROW_QUADS];
  quad columns[COLUMN_QUADS];
};

// The first row and column of a thread, in the block's tile.
__device__ __forceinline__ int row_of_thread() {
  return threadIdx.x / 32 / (BN / WN) * WM + threadIdx.x % 32 / ACROSS * 4;
}
__device__ __forceinline__ int column_of_thread() {
  return threadIdx.x / 32 % (BN / WN) * WN + threadIdx.x % 32 % ACROSS * 4;
}

// Where the first of four products from 4 · `product_quad` on lies in a slice of EXTENT rows that is turned, in bytes; each
// further one EXTENT numbers on. `row` of a thread, and `i` times TURNED_APART.
template <int EXTENT>
__device__ __forceinline__ int place_when_turned(int row, int product_quad, int i) {
  // Rows 32 apart are exchanged alike.
  const int exchanged = (row + i * TURNED_APART % 32) ^ (product_quad * SWIZZLE);
  return product_quad * 4 * EXTENT * 4 + exchanged * 4 + i * TURNED_APART / 32 * 32 * 4;
}

// What a thread reads of a slice: rows that are exchanged alike, and columns.
struct slice_reads {
  int rows[PRODUCT_QUADS];
  int columns[B_TURNED ? PRODUCT_QUADS : 1];

  __device__ __forceinline__ slice_reads() {
#pragma unroll
    for (int at = 0; at < PRODUCT_QUADS; at++) {
      rows[at] = at * 4 * BM * 4 + (row_of_thread() ^ (at * SWIZZLE)) * 4;
    }
    columns[0] = column_of_thread() * 4;
    // Columns of a thread need not be exchanged alike: what is beyond its first vector's reach is a constant.
    for (int at = 1; B_TURNED && at < PRODUCT_QUADS; at++) {
      columns[at] = (column_of_thread() ^ (at * SWIZZLE % COLUMNS_APART)) * 4;
    }
  }

  // Of product `p`, from slices that begin at these bytes.
  __device__ __forceinline__ void read(operands& to, const unsigned char* a, const unsigned char* b, int p) const {
#pragma unroll
    for (int i = 0; i < ROW_QUADS; i++) {
      to.rows[i] = *reinterpret_cast<const quad*>(a + rows[p / 4] + p % 4 * BM * 4 + i * ROWS_APART * 4);
    }
#pragma unroll
    for (int j = 0; j < COLUMN_QUADS; j++) {
      const int apart = B_TURNED ? (j * COLUMNS_APART) ^ (p / 4 * SWIZZLE / COLUMNS_APART * COLUMNS_APART) : j * COLUMNS_APART;
      to.columns[j] =
          *reinterpret_cast<const quad*>(b + columns[B_TURNED ? p / 4 : 0] + p * BN * 4 + apart * 4);
    }
  }
};

// float [A_STAGES][BK][BM] and [STAGES][BK][BN]. Places in them are counted in bytes: then all but a few are constants.
__shared__ __align__(16) unsigned char a_slices[A_STAGES * A_BYTES];
__shared__ __align__(16) unsigned char b_slices[STAGES * B_BYTES];

// Adds up all slices. `copies.start(a, b, is_first)` starts the copies of the next slice to where it belongs; of an A that passes
// through registers, `copies.load(is_first)` loads the next slice and `copies.store(a)` stores what was loaded last. What a
// thread needs for the next step is read while it multiplies for this one, so a slice is unrolled whole, and needs one barrier.
template <class Copies>
__device__ __forceinline__ void multiply_slices(float (&sum)[TM][TN], int slices, Copies& copies) {
  const slice_reads reads;
#pragma unroll
  for (int slice = 0; slice < STAGES - 1; slice++) {
    if (slice < slices) copies.start(a_slices + slice % A_STAGES * A_BYTES, b_slices + slice * B_BYTES, slice == 0);
    commit_copies();
  }
  if (!B_TURNED) {
    copies.load(true);
    copies.store(a_slices);
  }
  await_copies<STAGES - 2>();
  __syncthreads();
  operands part[2];
  // The slices that are multiplied, and the places that are free.
  int a_slice = 0;
  int b_slice = 0;
  int a_free = (STAGES - 1) * A_BYTES;
  int b_free = (STAGES - 1) * B_BYTES;
  reads.read(part[0], a_slices, b_slices, 0);
  for (int slice = 0; slice < slices; slice++) {
    if (!B_TURNED && slice + 1 < slices) copies.load(false);
    if (slice + STAGES - 1 < slices) copies.start(a_slices + a_free, b_slices + b_free, false);
    commit_copies();
#pragma unroll
    for (int p = 0; p < BK; p++) {
      if (p == BK - 1) {
        a_free = a_slice;
        b_free = b_slice;
        b_slice = b_slice == (STAGES - 1) * B_BYTES ? 0 : b_slice + B_BYTES;
        if (B_TURNED) {
          a_slice = a_slice == (STAGES - 1) * A_BYTES ? 0 : a_slice + A_BYTES;
        } else {
          // The other half was last read before the barrier of the slice before. After the last slice, what is stored
          // is that one again, and nobody reads it.
          a_slice ^= A_BYTES;
          copies.store(a_slices + a_slice);
        }
        await_copies<STAGES - 2>();
        __syncthreads();
      }
      reads.read(part[(p + 1) % 2], a_slices + a_slice, b_slices + b_slice, (p + 1) % BK);
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) {
          sum[i][j] += part[p % 2].rows[i / 4].at[i % 4] * part[p % 2].columns[j / 4].at[j % 4];
        }
      }
    }
  }
}

// Hands a thread's results out in vectors of four columns: `store(row, column, value)` with the place in the block's tile.
template <class Store>
__device__ __forceinline__ void for_each_quad(const float (&sum)[TM][TN], Store store) {
#pragma unroll
  for (int i = 0; i < TM; i++) {
#pragma unroll
    for (int j = 0; j < COLUMN_QUADS; j++) {
      const float* four = &sum[i][4 * j];
      store(row_of_thread() + i / 4 * ROWS_APART + i % 4, column_of_thread() + j * COLUMNS_APART,
            quad{{four[0], four[1], four[2], four[3]}});
    }
  }
}

#endif
