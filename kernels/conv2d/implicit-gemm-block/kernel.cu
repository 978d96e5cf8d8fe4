// Rung 4, implicit GEMM in registers: a convolution is a matrix product of patches (M = N·P·Q rows)
// and filters (K columns) over C·R·S products, and nothing says that the patches must be written
// down. A thread computes TM pixels × TN filters, so each number loaded is used TN or TM times.
// Pixels are counted through rows and images, so that no tile hangs over the end of a row. Where a
// pixel lies is worked out once, where its patch reads once for each (r, s); the inner loop only
// adds. Neighbours share through the cache alone.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTM=4 -DTN=4 -DVEC4=1 -DNCHW=0
//       -cubin kernels/conv2d/implicit-gemm-block/kernel.cu

#include "cuda/thread-tile.cuh"

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const thread_tile tile = tile_of_thread(of);
  const int first_pixel = tile.strip * TM;
  if (tile.first_filter >= of.filters() || first_pixel >= of.pixels()) return;

  patch from[TM];
#pragma unroll
  for (int i = 0; i < TM; i++) {
    // Pixels past the end repeat the last one and are not written; filters likewise.
    from[i] = patch_of(of, min(first_pixel + i, of.pixels() - 1), tile.group);
  }
  float sum[TM][TN] = {};
  for (int r_at = 0; r_at < of.r; r_at++) {
    for (int s_at = 0; s_at < of.s; s_at++) {
      int x_at[TM];
      int w_at[TN];
#pragma unroll
      for (int i = 0; i < TM; i++) {
        const int row = from[i].top + r_at * of.dilation_h;
        const int column = from[i].left + s_at * of.dilation_w;
        x_at[i] = is_inside(row, of.h) && is_inside(column, of.w)
                      ? from[i].image + (row * of.w + column) * of.x_column()
                      : -1;
      }
#pragma unroll
      for (int j = 0; j < TN; j++) {
        const int filter = tile.group * of.filters() + min(tile.first_filter + j, of.filters() - 1);
        w_at[j] = filter * of.length() + (r_at * of.s + s_at) * of.w_column();
      }
      add_products(sum, of, x, x_at, w, w_at);
    }
  }

#pragma unroll
  for (int i = 0; i < TM; i++) {
    if (first_pixel + i >= of.pixels()) break;
    real* const first = y + output_of(of, first_pixel + i) +
                        (tile.group * of.filters() + tile.first_filter) * of.y_channel();
#pragma unroll
    for (int j = 0; j < TN; j++) {
      if (tile.first_filter + j < of.filters()) first[j * of.y_channel()] = to_real(sum[i][j]);
    }
  }
}
