// A thread's tile of TM pixels × TN filters of one group, kept in registers. A block is some tiles of
// filters wide and some strips of TM pixels high: 64 threads.
#ifndef STACKBENCH_THREAD_TILE_CUH
#define STACKBENCH_THREAD_TILE_CUH

#include "cuda/convolution.cuh"

#define THREADS 64

// Which group, which of its filters, and which strip of TM pixels are this thread's.
struct thread_tile {
  int group, first_filter, strip;
};

__device__ __forceinline__ thread_tile tile_of_thread(const shape& of) {
  const int wide = blockDim.x;
  const int filter_tiles = (of.filters() + TN * wide - 1) / (TN * wide);
  const int across = filter_tiles * of.groups;
  const int tile = block_number() % across;
  return {tile / filter_tiles, (tile % filter_tiles * wide + (int)threadIdx.x) * TN,
          block_number() / across * (int)blockDim.y + (int)threadIdx.y};
}

// Four channels from `from` on, of which `count` are there, then zeros. VEC4: they are one vector.
__device__ __forceinline__ quad load_channels(const real* from, int step, int count) {
  return to_quad(VEC4 ? load4(from) : load4(from, count, step));
}

// Adds the products of one place (r, s) of the filters. `x_at`: where in the input each pixel's
// channels begin, below zero for padding. `w_at`: where the filters' channels begin.
__device__ __forceinline__ void add_products(float (&sum)[TM][TN], const shape& of, const real* x,
                                             const int (&x_at)[TM], const real* w,
                                             const int (&w_at)[TN]) {
  for (int l = 0; l < of.channels(); l += 4) {
    const int left = of.channels() - l;
    quad x_quad[TM];
#pragma unroll
    for (int i = 0; i < TM; i++) {
      const real* from = x + x_at[i] + l * of.x_channel();
      x_quad[i] = x_at[i] < 0 ? quad{{0, 0, 0, 0}} : load_channels(from, of.x_channel(), left);
    }
#pragma unroll
    for (int j = 0; j < TN; j++) {
      const real* from = w + w_at[j] + l * of.w_channel();
      const quad w_quad = load_channels(from, of.w_channel(), left);
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int e = 0; e < 4; e++) sum[i][j] += x_quad[i].at[e] * w_quad.at[e];
      }
    }
  }
}

#endif
