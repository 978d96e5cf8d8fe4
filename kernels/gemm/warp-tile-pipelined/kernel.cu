// Rung 7, pipelined warp tile: the warp tile of rung 6, with everything taken out of its main loop that does not
// multiply, so that more than 92 % of what it issues are multiply-adds:
//
// - slices of B come by asynchronous copies, STAGES - 1 of them on their way while one is multiplied. A has to be
//   turned, so its slices pass through registers, a slice ahead;
// - what a thread needs for the next step of K is read from shared memory while it multiplies for this one,
//   so a slice is unrolled whole, and needs one barrier;
// - the one slice that may be shorter comes first: all others are loaded without asking where K ends. Rows and columns
//   beyond C are copies of some within, multiplied and never stored;
// - A's slices lie by columns of A without gaps: rows are exchanged by multiples of SWIZZLE with every four
//   columns, which puts what a warp stores at once into 32 banks and leaves vectors of rows whole;
// - blocks take tiles in strips of STRIP tile rows, so that those which run together share A and B in L2.
//
// Where C has few tiles and K is deep, K is split: block (x, y, z) adds up `span` products from z · span on, and
// writes its own matrix of sums; `c` holds gridDim.z of them.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=16 -DWM=64 -DWN=64 -DTM=8 -DTN=16 -DACROSS=4
//       -DTHREADS=128 -DBLOCKS=2 -DSTAGES=3 -DSTRIP=8 -DA4=1 -DB4=1 -cubin kernels/gemm/warp-tile-pipelined/kernel.cu

#include "cuda/async-copy.cuh"
#include "cuda/matrix-edge.cuh"
#include "cuda/tile-order.cuh"

// Vectors of rows and of columns that a thread computes, and how far apart they lie.
#define ROW_QUADS (TM / 4)
#define COLUMN_QUADS (TN / 4)
#define ROWS_APART (4 * (WM / TM))
#define COLUMNS_APART (4 * ACROSS)
// Vectors in a row of A's slice and of B's, and those that a thread brings: rows apart by as many as all
// threads bring at once.
#define A_WIDE (BK / 4)
#define B_WIDE (BN / 4)
#define A_APART (THREADS / A_WIDE)
#define B_APART (THREADS / B_WIDE)
#define A_QUADS (BM / A_APART)
#define B_QUADS (BK / B_APART)
// 32 rows fill the banks; A_WIDE parts of them are stored together.
#define SWIZZLE (32 / A_WIDE)
#define A_BYTES (BK * BM * (int)sizeof(float))
#define B_BYTES (BK * BN * (int)sizeof(float))

static_assert(TM % 4 == 0 && TN % 4 == 0, "all moves in vectors of four");
static_assert(WM / TM * ACROSS == 32 && ACROSS * TN == WN, "a warp covers its tile");
static_assert(BM / WM * (BN / WN) * 32 == THREADS, "a warp for each WM × WN of C");
static_assert(A_APART * A_QUADS == BM && B_APART * B_QUADS == BK, "all threads bring alike");
static_assert(SWIZZLE >= 4, "vectors of rows stay whole");
static_assert(ROWS_APART % 32 == 0, "rows that a thread reads are exchanged alike");
static_assert(STAGES >= 2, "one slice is copied while another is multiplied");

// What a thread multiplies in one step of K.
struct operands {
  quad rows[ROW_QUADS];
  quad columns[COLUMN_QUADS];
};

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
    kernel(const real* a, const real* b, real* c, int m, int n, int k, int span) {
  // float [2][BK][BM] and [STAGES][BK][BN]. Places in them are counted in bytes: then all but a few are constants.
  __shared__ __align__(16) unsigned char a_slices[2 * A_BYTES];
  __shared__ __align__(16) unsigned char b_slices[STAGES * B_BYTES];
  const int down = (m + BM - 1) / BM;
  const int across = (n + BN - 1) / BN;
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  if (tile >= down * across) return;
  int tile_row;
  int tile_column;
  place_tile(tile, down, across, tile_row, tile_column);
  const int begin = blockIdx.z * span;
  const int products = min(span, k - begin);
  const int slices = (products + BK - 1) / BK;
  // Products of the first slice.
  const int first = products - (slices - 1) * BK;

  const int local = threadIdx.x;
  const int warp = local / 32;
  const int lane = local % 32;
  const int thread_row = warp / (BN / WN) * WM + lane / ACROSS * 4;
  const int thread_column = warp % (BN / WN) * WN + lane % ACROSS * 4;

  // A's vectors of this thread: A_QUADS rows at one place along K.
  const int a_row = local / A_WIDE;
  const int a_product = local % A_WIDE * 4;
  const real* a_from = a + (long long)tile_row * k + begin + a_product;
  unsigned a_rows[A_QUADS];
#pragma unroll
  for (int i = 0; i < A_QUADS; i++) a_rows[i] = (unsigned)min(a_row + i * A_APART, m - 1 - tile_row) * k;
  quad a_staged[A_QUADS];
  const auto load_a = [&](int count) {
    const int present = count - a_product;
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const real* from = a_from + a_rows[i];
      if (A4) {
        a_staged[i] = present > 0 ? to_quad(load4(from)) : quad{};
      } else {
        a_staged[i] = to_quad(load4(from, present));
      }
    }
    a_from += count;
  };
  const auto store_a = [&](int half) {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      // Rows 32 apart are exchanged alike.
      const int row = (a_row + i * A_APART % 32) ^ (a_product / 4 * SWIZZLE);
#pragma unroll
      for (int l = 0; l < 4; l++) {
        *reinterpret_cast<float*>(a_slices + (a_product * BM * 4 + row * 4 + half) + l * BM * 4 +
                                  i * A_APART / 32 * 32 * 4) = a_staged[i].at[l];
      }
    }
  };

  // B's vectors: B_QUADS products at one place along N.
  const int b_product = local / B_WIDE;
  const int b_column = local % B_WIDE * 4;
  const int b_columns = n - tile_column - b_column;
  const real* b_from =
      b + (long long)(begin + b_product) * n + tile_column + (B4 && b_columns <= 0 ? 0 : b_column);
  const int b_place = b_product * BN * 4 + b_column * 4;
  const auto start_b = [&](int to, int count) {
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      unsigned char* const row = b_slices + to + i * B_APART * BN * 4;
      const real* from = b_from + (unsigned long long)(unsigned)n * (i * B_APART);
      const bool is_there = count == BK || b_product + i * B_APART < count;
      if (B4) {
        copy_async<16>(row, from, is_there ? 16 : 0);
      } else {
#pragma unroll
        for (int l = 0; l < 4; l++) copy_async<4>(row + l * 4, from + l, is_there && l < b_columns ? 4 : 0);
      }
    }
    b_from += (long long)count * n;
  };

  // What this thread reads of a slice: rows that are exchanged alike, and columns.
  int a_reads[A_WIDE];
#pragma unroll
  for (int at = 0; at < A_WIDE; at++) a_reads[at] = at * 4 * BM * 4 + (thread_row ^ (at * SWIZZLE)) * 4;
  const auto read = [&](operands& to, int a_half, int b_stage, int p) {
#pragma unroll
    for (int i = 0; i < ROW_QUADS; i++) {
      to.rows[i] = *reinterpret_cast<const quad*>(a_slices + (a_reads[p / 4] + a_half) + p % 4 * BM * 4 +
                                                  i * ROWS_APART * 4);
    }
#pragma unroll
    for (int j = 0; j < COLUMN_QUADS; j++) {
      to.columns[j] = *reinterpret_cast<const quad*>(b_slices + b_stage + p * BN * 4 + j * COLUMNS_APART * 4);
    }
  };

  float sum[TM][TN] = {};
#pragma unroll
  for (int slice = 0; slice < STAGES - 1; slice++) {
    if (slice < slices) start_b(b_place + slice * B_BYTES, slice == 0 ? first : BK);
    commit_copies();
  }
  load_a(first);
  store_a(0);
  await_copies<STAGES - 2>();
  __syncthreads();
  operands part[2];
  // The half of A's slices and the stage of B's that are multiplied, and the stage that is free.
  int half = 0;
  int stage = thread_column * 4;
  int free_stage = b_place + (STAGES - 1) * B_BYTES;
  read(part[0], half, stage, 0);
  for (int slice = 0; slice < slices; slice++) {
    if (slice + 1 < slices) load_a(BK);
    if (slice + STAGES - 1 < slices) start_b(free_stage, BK);
    commit_copies();
#pragma unroll
    for (int p = 0; p < BK; p++) {
      if (p == BK - 1) {
        // The other half was last read before the barrier of the slice before. After the last slice, what is stored
        // is that one again, and nobody reads it.
        half ^= A_BYTES;
        store_a(half);
        await_copies<STAGES - 2>();
        __syncthreads();
        free_stage = stage + (b_place - thread_column * 4);
        stage = stage >= (STAGES - 1) * B_BYTES ? stage - (STAGES - 1) * B_BYTES : stage + B_BYTES;
      }
      read(part[(p + 1) % 2], half, stage, (p + 1) % BK);
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) {
          sum[i][j] += part[p % 2].rows[i / 4].at[i % 4] * part[p % 2].columns[j / 4].at[j % 4];
        }
      }
    }
  }

  real* const sums = c + (long long)blockIdx.z * m * n;
#pragma unroll
  for (int i = 0; i < TM; i++) {
    const int row = tile_row + thread_row + i / 4 * ROWS_APART + i % 4;
#pragma unroll
    for (int j = 0; j < COLUMN_QUADS; j++) {
      const int column = tile_column + thread_column + j * COLUMNS_APART;
      const float* four = &sum[i][4 * j];
      store_edge4<B4>(sums, row, column, m, n, {{four[0], four[1], four[2], four[3]}});
    }
  }
}
