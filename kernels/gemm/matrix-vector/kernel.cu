// Rung 12, matrix-vector: where A has one row or a few, as when a language model makes one token, a tile has next to
// nothing to multiply, and what bounds is reading B once. So nothing is staged: each warp reads rows of B, 128 columns
// of DEPTH rows at a time, all on their way at once, and multiplies them by as many numbers of BM rows of A. The warps
// of a block take every WARPS-th such part, and add up what they have at the end.
//
// C has few columns for a whole device, so K is split: block (x, y, z) adds up `span` products from z · span on, and `c`
// takes their sums in f32, one matrix after another. More rows than BM take more blocks, which read B again.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F16 -DROWS=1 -DBN=128 -DDEPTH=8 -DTHREADS=256 -DA4=1 -DB4=1
//       -cubin kernels/gemm/matrix-vector/kernel.cu

#include "cuda/matrix-edge.cuh"

#define WARPS (THREADS / 32)

static_assert(BN == 32 * 4, "a lane has a vector of four columns");
static_assert(DEPTH % 4 == 0, "A is read in vectors of four");
static_assert(BM <= WARPS, "a warp for each row of results");

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* a, const real* b, real* c, int m, int n, int k, int span) {
  __shared__ quad parts[WARPS][BM][32];
  const int warp = threadIdx.x / 32;
  const int lane = threadIdx.x % 32;
  const int across = (n + BN - 1) / BN;
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int tile_row = tile / across * BM;
  if (tile_row >= m) return;
  const int column = tile % across * BN + lane * 4;
  const int begin = blockIdx.z * span;
  const int end = min(k, begin + span);

  quad sum[BM] = {};
  for (int k0 = begin + warp * DEPTH; k0 < end; k0 += WARPS * DEPTH) {
    real4 rows_of_b[DEPTH];
#pragma unroll
    for (int p = 0; p < DEPTH; p++) rows_of_b[p] = load_edge4<B4>(b, k0 + p, column, k, n);
#pragma unroll
    for (int row = 0; row < BM; row++) {
#pragma unroll
      for (int p = 0; p < DEPTH; p += 4) {
        const quad factors = to_quad(load_edge4<A4>(a, tile_row + row, k0 + p, m, k));
#pragma unroll
        for (int i = 0; i < 4; i++) {
          const quad values = to_quad(rows_of_b[p + i]);
#pragma unroll
          for (int l = 0; l < 4; l++) sum[row].at[l] += factors.at[i] * values.at[l];
        }
      }
    }
  }

#pragma unroll
  for (int row = 0; row < BM; row++) parts[warp][row][lane] = sum[row];
  __syncthreads();
  const int row = tile_row + warp;
  if (warp >= BM || row >= m) return;
  quad total = {};
#pragma unroll
  for (int part = 0; part < WARPS; part++) {
#pragma unroll
    for (int l = 0; l < 4; l++) total.at[l] += parts[part][warp][lane].at[l];
  }
  if (span >= k) {
    store_edge4<B4>(c, row, column, m, n, total);
    return;
  }
  float* const sums = reinterpret_cast<float*>(c) + ((long long)blockIdx.z * m + row) * n;
  if (B4) {
    if (column < n) *reinterpret_cast<quad*>(sums + column) = total;
  } else {
#pragma unroll
    for (int l = 0; l < 4; l++) {
      if (column + l < n) sums[column + l] = total.at[l];
    }
  }
}
