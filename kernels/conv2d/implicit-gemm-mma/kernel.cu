// Rung 9, implicit GEMM by mma.sync: the main loop of gemm/mma over slices that are gathered from the input. Patches
// and filters have their products in a row (NHWC), so both slices lie alike and neither is turned.
//
// Channels come in chunks of 16 bytes: a chunk is one asynchronous copy from one place of the filter, or zeros in the
// padding. Where an input has not as many channels, as a network's first layer, they are filled up before.
//
// Where there are few tiles and many products, as where images are small, blocks of layer z add up `span` products from
// z · span on, and `y` takes their sums in f32, one output after another.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=128 -DBK=32 -DWM=64 -DWN=64 -DTHREADS=128 -DSTAGES=4
//       -DB_TURNED=1 -DCHANNELS=64 -DR=3 -DS=3 -DNCHW=0 -DPOINTWISE=0 -DY16=1
//       -cubin kernels/conv2d/implicit-gemm-mma/kernel.cu

#include "cuda/gathered-patches.cuh"
#include "cuda/mma-tile.cuh"

// Chunks of a slice that a thread copies: in rows apart by as many as all threads copy at once.
#define APART (THREADS / ROW_CHUNKS)
#define A_COPIES (BM / APART)
#define B_COPIES (BN / APART)

static_assert(A_COPIES * APART == BM && B_COPIES * APART == BN, "all threads copy alike");
static_assert(APART % 8 == 0, "chunks of a thread are exchanged alike");

// What a thread copies of each slice: one chunk of products, for pixels and filters APART from each other.
struct slice_copies {
  const real* x;
  const real* w;
  gathered_patches<A_COPIES> patches;
  gathered_filters<B_COPIES> filters;
  int place;

  __device__ __forceinline__ slice_copies(const shape& of, const block_tile& tile, const real* x_, const real* w_, int begin)
      : x(x_),
        w(w_),
        patches(of, tile.group, tile.first_pixel + row(), APART, begin + at_row() * CHUNK),
        filters(of, tile.group, tile.first_filter + row(), APART),
        place(place_in_rows(row(), at_row())) {}

  __device__ __forceinline__ void start(unsigned char* slice, bool) {
    patches.for_each_pixel([&](int i, int element, bool is_there) {
      copy_async<16>(slice + place_of_row(i), x + element, is_there ? 16 : 0);
    });
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) {
      copy_async<16>(slice + A_BYTES + place_of_row(i), w + filters.first[i] + patches.product,
                     patches.has_products() ? 16 : 0);
    }
    patches.step();
  }

  // Nothing passes through registers.
  __device__ __forceinline__ void finish(unsigned char*) {}

 private:
  static __device__ __forceinline__ int row() { return threadIdx.x / ROW_CHUNKS; }
  static __device__ __forceinline__ int at_row() { return threadIdx.x % ROW_CHUNKS; }
  __device__ __forceinline__ int place_of_row(int i) const { return place + i * APART * 16 * ROW_CHUNKS; }
};

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS, int span) {
  const shape of = SHAPE_OF_PARAMETERS;
  const block_tile tile = tile_of_block(of);
  if (tile.first_pixel >= of.pixels()) return;
  const int begin = blockIdx.z * span;
  slice_copies copies{of, tile, x, w, begin};
  results sum = {};
  multiply_slices(sum, (min(span, LENGTH - begin) + BK - 1) / BK, copies);
  // What there is of this tile, and where it begins in the output.
  const int pixels = of.pixels() - tile.first_pixel;
  const int filters = of.filters() - tile.first_filter;
  const int first = tile.first_pixel * of.k + tile.group * of.filters() + tile.first_filter;
  if (span < LENGTH) {
    float* const sums = reinterpret_cast<float*>(y) + (long long)blockIdx.z * of.pixels() * of.k + first;
    for_each_pair(sum, [&](int row, int column, float2 value) {
      if (row >= pixels) return;
      float* const to = sums + (long long)row * of.k + column;
      const int count = filters - column;
      if (Y16) {
        if (count > 0) *reinterpret_cast<float2*>(to) = value;
      } else {
        if (count > 0) to[0] = value.x;
        if (count > 1) to[1] = value.y;
      }
    });
    return;
  }
  for_each_chunk(sum, [&](int row, int column, const chunk& value) {
    if (row < pixels) store_chunk<Y16>(y + first + row * of.k + column, value, filters - column);
  });
}
