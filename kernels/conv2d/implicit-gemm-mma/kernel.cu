// Rung 8, implicit GEMM by mma.sync: the main loop of gemm/mma over slices that are gathered from the input. Patches
// and filters have their products in a row (NHWC), so both slices lie alike and neither is turned.
//
// Where channels come in chunks of 16 bytes, a chunk is one asynchronous copy of one place of the filter, or zeros in the
// padding. The place of a thread's chunk is stepped from slice to slice: nothing is divided in the loop. All
// pixels that a thread copies for are at the same place, so a pixel costs two comparisons and one address. Elsewhere,
// as in a first layer of three channels, elements come one by one, each for all of a thread's pixels.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=128 -DBK=32 -DWM=64 -DWN=64 -DTHREADS=128 -DSTAGES=4
//       -DB_TURNED=1 -DCHANNELS=64 -DR=3 -DS=3 -DNCHW=0 -DX16=1 -DW16=1 -DY16=1
//       -cubin kernels/conv2d/implicit-gemm-mma/kernel.cu

#include "cuda/convolution-tile.cuh"
#include "cuda/mma-tile.cuh"

// Chunks of a slice that a thread copies: in rows apart by as many as all threads copy at once.
#define APART (THREADS / ROW_CHUNKS)
#define A_COPIES (BM / APART)
#define B_COPIES (BN / APART)
// Products of the first slice; all others are whole.
#define FIRST ((LENGTH - 1) % BK + 1)

static_assert(NCHW == 0, "products lie in a row");
static_assert(A_COPIES * APART == BM && B_COPIES * APART == BN, "all threads copy alike");
static_assert(APART % 8 == 0, "chunks of a thread are exchanged alike");

// A place of the filter, and a channel there.
struct filter_place {
  int r, s, channel;

  // Goes on by `PRODUCTS`.
  template <int PRODUCTS>
  __device__ __forceinline__ void step() {
    s += PRODUCTS / CHANNELS;
    channel += PRODUCTS % CHANNELS;
    if (channel >= CHANNELS) {
      channel -= CHANNELS;
      s++;
    }
#pragma unroll
    for (int row = 0; row < (S + PRODUCTS / CHANNELS) / S; row++) {
      if (s >= S) {
        s -= S;
        r++;
      }
    }
  }
};

// What a thread copies of each slice: one chunk of products, for pixels and filters APART from each other.
struct slice_copies {
  const shape& of;
  const real* x;
  const real* w;
  patch pixels[A_COPIES];
  int filters[B_COPIES];
  int product, place;
  filter_place at;
  brought<X16, A_COPIES> a_chunks;
  brought<W16, B_COPIES> b_chunks;

  __device__ __forceinline__ slice_copies(const shape& of_, const block_tile& tile, const real* x_, const real* w_)
      : of(of_), x(x_) {
    const int row = threadIdx.x / ROW_CHUNKS;
    product = threadIdx.x % ROW_CHUNKS * CHUNK;
    place = place_in_rows(row, threadIdx.x % ROW_CHUNKS);
    at = {product / CHANNELS / S, product / CHANNELS % S, product % CHANNELS};
    // Of pixels and filters beyond the last, the last: multiplied, and never stored.
#pragma unroll
    for (int i = 0; i < A_COPIES; i++) {
      pixels[i] = patch_of(of, min(tile.first_pixel + row + i * APART, of.pixels() - 1), tile.group);
    }
    w = w_ + tile.group * of.filters() * LENGTH;
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) {
      filters[i] = min(tile.first_filter + row + i * APART, of.filters() - 1) * LENGTH;
    }
  }

  __device__ __forceinline__ void start(unsigned char* slice, bool is_first) {
    const int present = is_first ? FIRST - threadIdx.x % ROW_CHUNKS * CHUNK : CHUNK;
#if X16
#pragma unroll
    for (int i = 0; i < A_COPIES; i++) {
      const int from = element_of(pixels[i], at);
      a_chunks.start(i, slice + place_of_row(i), x + max(from, 0), from < 0 ? 0 : present);
    }
#else
    // Nobody reads this slice yet, so elements go where they belong.
#pragma unroll 1
    for (int e = 0; e < CHUNK; e++) {
      const int number = product + e;
      const filter_place own = {number / CHANNELS / S, number / CHANNELS % S, number % CHANNELS};
      real values[A_COPIES];
#pragma unroll
      for (int i = 0; i < A_COPIES; i++) {
        const int from = e < present ? element_of(pixels[i], own) : -1;
        values[i] = from < 0 ? to_real(0) : x[from];
      }
#pragma unroll
      for (int i = 0; i < A_COPIES; i++) reinterpret_cast<real*>(slice + place_of_row(i))[e] = values[i];
    }
#endif
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) {
      b_chunks.start(i, slice + A_BYTES + place_of_row(i), w + filters[i] + product, present);
    }
    product += is_first ? FIRST : BK;
    if (is_first) {
      at.step<FIRST>();
    } else {
      at.step<BK>();
    }
  }

  __device__ __forceinline__ void finish(unsigned char* slice) {
#if X16
#pragma unroll
    for (int i = 0; i < A_COPIES; i++) a_chunks.finish(i, slice + place_of_row(i));
#endif
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) b_chunks.finish(i, slice + A_BYTES + place_of_row(i));
  }

 private:
  __device__ __forceinline__ int place_of_row(int i) const { return place + i * APART * 16 * ROW_CHUNKS; }

  // Where a pixel's patch has its element for a place of the filter; below zero in the padding.
  __device__ __forceinline__ int element_of(const patch& from, const filter_place& there) const {
    const int row = from.top + there.r * of.dilation_h;
    const int column = from.left + there.s * of.dilation_w;
    const bool is_there = is_inside(row, of.h) && is_inside(column, of.w);
    return is_there ? from.image + (row * of.w + column) * of.c + there.channel : -1;
  }
};

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const block_tile tile = tile_of_block(of);
  if (tile.first_pixel >= of.pixels()) return;
  slice_copies copies{of, tile, x, w};
  results sum = {};
  multiply_slices(sum, (LENGTH + BK - 1) / BK, copies);
  for_each_chunk(sum, [&](int row, int column, const chunk& value) {
    const int pixel = tile.first_pixel + row;
    const int filter = tile.first_filter + column;
    if (pixel >= of.pixels()) return;
    store_chunk<Y16>(y + output_of(of, pixel) + tile.group * of.filters() + filter, value, of.filters() - filter);
  });
}
