// Rung 5, vectorized: the register tile, with everything moved in vectors of four: from memory, into
// and out of shared memory, and back. A is transposed on its way into shared memory, so that the TM
// numbers a thread needs for one step of K lie side by side. A thread's rows and columns lie in
// groups of four, dealt out over the tile, so that neighbouring threads read neighbouring vectors of
// B and no two that read fight over a bank.
//
// Where K or N does not divide by four (A4, B4 = 0), rows do not begin on a vector's boundary: then
// the vectors are put together from single numbers.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=16 -DTM=8 -DTN=8
//       -DTHREADS=256 -DA4=1 -DB4=1 -cubin kernels/gemm/vectorized/kernel.cu

#include "cuda/element.cuh"
#include "cuda/matrix-edge.cuh"

// Vectors of rows and of columns that a thread computes, and how far apart they lie.
#define ROW_QUADS (TM / 4)
#define COLUMN_QUADS (TN / 4)
#define ROWS_APART (4 * (BM / TM))
#define COLUMNS_APART (4 * (BN / TN))
// Vectors that a thread stages of each slice: a constant, so that all are on their way at once.
#define A_QUADS (BM * BK / 4 / THREADS)
#define B_QUADS (BK * BN / 4 / THREADS)

static_assert(TM % 4 == 0 && TN % 4 == 0 && BK % 4 == 0, "all moves in vectors of four");
static_assert(THREADS == (BM / TM) * (BN / TN), "a thread for each TM × TN of C");
static_assert(BM * BK / 4 % THREADS == 0 && BK * BN / 4 % THREADS == 0, "all threads stage alike");

extern "C" __global__ void __launch_bounds__(THREADS, 2)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  // A's slice by columns of A, four numbers more apart than needed: what a warp stores at once then meets in a bank by
  // twos, not by fours.
  __shared__ __align__(16) float a_slice[BK][BM + 4];
  __shared__ __align__(16) float b_slice[BK][BN];
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int tile_row = tile / across * BM;
  const int tile_column = tile % across * BN;
  const int local = threadIdx.x;
  const int thread_row = local / (BN / TN) * 4;
  const int thread_column = local % (BN / TN) * 4;

  float sum[TM][TN] = {};
  for (int k0 = 0; k0 < k; k0 += BK) {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const int at = local + i * THREADS;
      const int row = at / (BK / 4);
      const int p = at % (BK / 4) * 4;
      const quad value = to_quad(load_edge4<A4>(a, tile_row + row, k0 + p, m, k));
#pragma unroll
      for (int l = 0; l < 4; l++) a_slice[p + l][row] = value.at[l];
    }
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      const int at = local + i * THREADS;
      const int p = at / (BN / 4);
      const int column = at % (BN / 4) * 4;
      *reinterpret_cast<quad*>(&b_slice[p][column]) =
          to_quad(load_edge4<B4>(b, k0 + p, tile_column + column, k, n));
    }
    __syncthreads();
// Unrolled further, the registers would not suffice.
#pragma unroll 2
    for (int p = 0; p < BK; p++) {
      quad a_column[ROW_QUADS];
      quad b_row[COLUMN_QUADS];
#pragma unroll
      for (int i = 0; i < ROW_QUADS; i++) {
        a_column[i] = *reinterpret_cast<quad*>(&a_slice[p][thread_row + i * ROWS_APART]);
      }
#pragma unroll
      for (int j = 0; j < COLUMN_QUADS; j++) {
        b_row[j] = *reinterpret_cast<quad*>(&b_slice[p][thread_column + j * COLUMNS_APART]);
      }
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) sum[i][j] += a_column[i / 4].at[i % 4] * b_row[j / 4].at[j % 4];
      }
    }
    // The next step writes what this one still reads.
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < TM; i++) {
    const int row = tile_row + thread_row + i / 4 * ROWS_APART + i % 4;
#pragma unroll
    for (int j = 0; j < COLUMN_QUADS; j++) {
      const int column = tile_column + thread_column + j * COLUMNS_APART;
      const float* four = &sum[i][4 * j];
      store_edge4<B4>(c, row, column, m, n, {{four[0], four[1], four[2], four[3]}});
    }
  }
}
