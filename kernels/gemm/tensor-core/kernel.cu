// Rung 8, tensor core: a warp multiplies matrices of 16 × 16 in hardware (WMMA), in f16, bf16 or
// TensorFloat-32 with sums in f32, where the warp tile multiplied numbers. A block stages slices of
// A and B as before, in the stored type; each warp computes WM × WN of C as DOWN × ACROSS result
// tiles. Results leave through shared memory, where f32 becomes the stored type and the edges are
// guarded: only the hardware knows which thread holds which element of a tile.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=128 -DBK=32 -DWM=64 -DWN=32 -DMATRIX_M=16 -DMATRIX_N=16
//       -DDOWN=4 -DACROSS=2 -DWARPS=8 -DTHREADS=256 -DA4=1 -DB4=1
//       -cubin kernels/gemm/tensor-core/kernel.cu

#include "cuda/matrix-edge.cuh"
#include "cuda/tensor-core.cuh"

// Vectors that a thread stages of each slice.
#define A_QUADS (BM * BK / 4 / THREADS)
#define B_QUADS (BK * BN / 4 / THREADS)

static_assert(MATRIX_M == TILE && MATRIX_N == TILE, "WMMA's result tiles are square");
static_assert(DOWN * TILE == WM && ACROSS * TILE == WN, "result tiles cover the warp's");
static_assert(BM / WM * (BN / WN) == WARPS && THREADS == 32 * WARPS, "a warp for each WM × WN of C");
static_assert(BM * BK / 4 % THREADS == 0 && BK * BN / 4 % THREADS == 0, "all threads stage alike");

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  __shared__ __align__(32) real a_slice[BM][BK + ROW_PADDING];
  __shared__ __align__(32) real b_slice[BK][BN + COLUMN_PADDING];
  __shared__ __align__(32) float results[WARPS][TILE][RESULT_ROW];
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int tile_row = tile / across * BM;
  const int tile_column = tile % across * BN;
  const int local = threadIdx.x;
  const int warp = local / 32;
  const int warp_row = warp / (BN / WN) * WM;
  const int warp_column = warp % (BN / WN) * WN;

  // The slices at k0: on their way into registers while those before are multiplied.
  bits4 a_staged[A_QUADS];
  bits4 b_staged[B_QUADS];
  const auto load = [&](int k0) {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const int at = local + i * THREADS;
      a_staged[i] = move_edge4<A4>(a, tile_row + at / (BK / 4), k0 + at % (BK / 4) * 4, m, k);
    }
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      const int at = local + i * THREADS;
      b_staged[i] = move_edge4<B4>(b, k0 + at / (BN / 4), tile_column + at % (BN / 4) * 4, k, n);
    }
  };

  result_tile sum[DOWN][ACROSS];
#pragma unroll
  for (int i = 0; i < DOWN; i++) {
#pragma unroll
    for (int j = 0; j < ACROSS; j++) wmma::fill_fragment(sum[i][j], 0.0f);
  }
  load(0);
  for (int k0 = 0; k0 < k; k0 += BK) {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const int at = local + i * THREADS;
      store4(&a_slice[at / (BK / 4)][at % (BK / 4) * 4], to_operands(a_staged[i]));
    }
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      const int at = local + i * THREADS;
      store4(&b_slice[at / (BN / 4)][at % (BN / 4) * 4], to_operands(b_staged[i]));
    }
    __syncthreads();
    if (k0 + BK < k) load(k0 + BK);
#pragma unroll
    for (int p = 0; p < BK; p += TILE_K) {
      left_tile left[DOWN];
#pragma unroll
      for (int i = 0; i < DOWN; i++) {
        wmma::load_matrix_sync(left[i], &a_slice[warp_row + i * TILE][p], BK + ROW_PADDING);
      }
#pragma unroll
      for (int j = 0; j < ACROSS; j++) {
        right_tile right;
        wmma::load_matrix_sync(right, &b_slice[p][warp_column + j * TILE], BN + COLUMN_PADDING);
#pragma unroll
        for (int i = 0; i < DOWN; i++) wmma::mma_sync(sum[i][j], left[i], right, sum[i][j]);
      }
    }
    // The next step writes what this one still reads.
    __syncthreads();
  }

  for_each_result(results[warp], sum, [&](int row, int column, quad value) {
    store_edge4<B4>(c, tile_row + warp_row + row, tile_column + warp_column + column, m, n, value);
  });
}
