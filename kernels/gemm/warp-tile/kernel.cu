// Rung 6, warp tile: a third level of tiling between block and thread. Each warp owns a WM × WN part
// of the block's tile, so that what its threads read from shared memory in one step lies close
// together and is broadcast to many of them; each thread computes REPEATS blocks of TM × 4 of it,
// side by side, and has 128 multiply-adds for six vectors read.
//
// Loads no longer stall either: while a slice is multiplied, the next one is on its way into
// registers, and goes to the other half of a double buffer, so that one barrier a slice is enough.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=16 -DWM=64 -DWN=64 -DTM=8
//       -DTN=4 -DWARP=32 -DACROSS=4 -DREPEATS=4 -DTHREADS=128 -DA4=1 -DB4=1
//       -cubin kernels/gemm/warp-tile/kernel.cu

#include "cuda/element.cuh"
#include "cuda/matrix-edge.cuh"

// Vectors of rows that a thread computes, and how far apart its vectors lie.
#define ROW_QUADS (TM / 4)
#define ROWS_APART (4 * (WM / TM))
#define COLUMNS_APART (4 * ACROSS)
// Vectors that a thread stages of each slice.
#define A_QUADS (BM * BK / 4 / THREADS)
#define B_QUADS (BK * BN / 4 / THREADS)

static_assert(TN == 4 && TM % 4 == 0, "all moves in vectors of four");
static_assert(WM / TM * ACROSS == WARP && ACROSS * TN * REPEATS == WN, "a warp covers its tile");
static_assert(BM / WM * (BN / WN) * WARP == THREADS, "a warp for each WM × WN of C");
static_assert(BM * BK / 4 % THREADS == 0 && BK * BN / 4 % THREADS == 0, "all threads stage alike");

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  // A's slice by columns of A, four numbers more apart than needed: what a warp stores at once then meets in a bank by
  // twos, not by fours.
  __shared__ __align__(16) float a_slice[2][BK][BM + 4];
  __shared__ __align__(16) float b_slice[2][BK][BN];
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int tile_row = tile / across * BM;
  const int tile_column = tile % across * BN;
  const int local = threadIdx.x;
  const int warp = local / WARP;
  const int lane = local % WARP;
  const int thread_row = warp / (BN / WN) * WM + lane / ACROSS * 4;
  const int thread_column = warp % (BN / WN) * WN + lane % ACROSS * 4;

  // The slices at k0: from memory to registers, from there to a buffer.
  real4 a_staged[A_QUADS];
  real4 b_staged[B_QUADS];
  const auto load = [&](int k0) {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const int at = local + i * THREADS;
      a_staged[i] = load_edge4<A4>(a, tile_row + at / (BK / 4), k0 + at % (BK / 4) * 4, m, k);
    }
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      const int at = local + i * THREADS;
      b_staged[i] = load_edge4<B4>(b, k0 + at / (BN / 4), tile_column + at % (BN / 4) * 4, k, n);
    }
  };
  const auto store = [&](int buffer) {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const int at = local + i * THREADS;
#pragma unroll
      for (int l = 0; l < 4; l++) {
        a_slice[buffer][at % (BK / 4) * 4 + l][at / (BK / 4)] = to_float(a_staged[i].at[l]);
      }
    }
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      const int at = local + i * THREADS;
      *reinterpret_cast<quad*>(&b_slice[buffer][at / (BN / 4)][at % (BN / 4) * 4]) =
          to_quad(b_staged[i]);
    }
  };

  float sum[TM][4 * REPEATS] = {};
  load(0);
  store(0);
  __syncthreads();
  int buffer = 0;
  for (int k0 = 0; k0 < k; k0 += BK, buffer ^= 1) {
    const bool more = k0 + BK < k;
    if (more) load(k0 + BK);
// Unrolled further, the registers would not suffice.
#pragma unroll 2
    for (int p = 0; p < BK; p++) {
      quad a_column[ROW_QUADS];
      quad b_row[REPEATS];
#pragma unroll
      for (int i = 0; i < ROW_QUADS; i++) {
        a_column[i] = *reinterpret_cast<quad*>(&a_slice[buffer][p][thread_row + i * ROWS_APART]);
      }
#pragma unroll
      for (int j = 0; j < REPEATS; j++) {
        b_row[j] = *reinterpret_cast<quad*>(&b_slice[buffer][p][thread_column + j * COLUMNS_APART]);
      }
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < 4 * REPEATS; j++) {
          sum[i][j] += a_column[i / 4].at[i % 4] * b_row[j / 4].at[j % 4];
        }
      }
    }
    // The other buffer was last read before the barrier of the step before.
    if (more) store(buffer ^ 1);
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < TM; i++) {
    const int row = tile_row + thread_row + i / 4 * ROWS_APART + i % 4;
#pragma unroll
    for (int j = 0; j < REPEATS; j++) {
      const int column = tile_column + thread_column + j * COLUMNS_APART;
      const float* four = &sum[i][4 * j];
      store_edge4<B4>(c, row, column, m, n, {{four[0], four[1], four[2], four[3]}});
    }
  }
}
