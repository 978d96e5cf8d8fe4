// Rung 2, blocked direct: a thread computes TM neighbouring pixels of a row × TN filters, so each
// number loaded is used TN or TM times instead of once, four channels at a time. The sums stay in
// registers. All pixels of a thread share their row, so that a row above or below the image is left
// out by one test; what is spent is the end of each row, where a tile hangs over.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTM=4 -DTN=4 -DVEC4=1 -DNCHW=0
//       -cubin kernels/conv2d/direct-block/kernel.cu

#include "cuda/thread-tile.cuh"

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const thread_tile tile = tile_of_thread(of);
  const int strips_a_row = (of.q + TM - 1) / TM;
  const int out_row = tile.strip / strips_a_row;
  const int out_column = tile.strip % strips_a_row * TM;
  if (tile.first_filter >= of.filters() || out_row >= of.n * of.p) return;
  const int first_pixel = out_row * of.q + out_column;
  const patch from = patch_of(of, first_pixel, tile.group);

  float sum[TM][TN] = {};
  for (int r_at = 0; r_at < of.r; r_at++) {
    const int row = from.top + r_at * of.dilation_h;
    if (!is_inside(row, of.h)) continue;
    for (int s_at = 0; s_at < of.s; s_at++) {
      int x_at[TM];
      int w_at[TN];
#pragma unroll
      for (int i = 0; i < TM; i++) {
        const int column = from.left + i * of.stride_w + s_at * of.dilation_w;
        x_at[i] = is_inside(column, of.w)
                      ? from.image + (row * of.w + column) * of.x_column()
                      : -1;
      }
#pragma unroll
      for (int j = 0; j < TN; j++) {
        // Filters past the end repeat the last one and are not written.
        const int filter = tile.group * of.filters() + min(tile.first_filter + j, of.filters() - 1);
        w_at[j] = filter * of.length() + (r_at * of.s + s_at) * of.w_column();
      }
      add_products(sum, of, x, x_at, w, w_at);
    }
  }

  real* const first = y + output_of(of, first_pixel) +
                      (tile.group * of.filters() + tile.first_filter) * of.y_channel();
#pragma unroll
  for (int i = 0; i < TM; i++) {
    if (out_column + i >= of.q) break;
#pragma unroll
    for (int j = 0; j < TN; j++) {
      if (tile.first_filter + j < of.filters()) {
        first[i * of.y_column() + j * of.y_channel()] = to_real(sum[i][j]);
      }
    }
  }
}
