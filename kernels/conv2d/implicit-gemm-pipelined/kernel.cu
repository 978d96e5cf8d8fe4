// Rung 7, pipelined implicit GEMM: the main loop of gemm/warp-tile-pipelined over slices that are gathered from the input,
// where more than 90 % of what is issued are multiply-adds. Patches and filters have their products in a row (NHWC), and
// both are turned on their way into shared memory: by asynchronous copies of single numbers, which take no
// registers, and bring zeros from the padding.
//
// Where a pixel reads is stepped from slice to slice, four channels at a time. Where an input has not as many channels, as a
// network's first layer, they are filled up before.
//
// Where there are few tiles and many products, as where images are small, blocks of layer z add up `span` products from
// z · span on, and `y` takes their sums, one output after another.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=16 -DWM=64 -DWN=64 -DTM=8 -DTN=16 -DACROSS=4
//       -DTHREADS=128 -DBLOCKS=2 -DSTAGES=3 -DB_TURNED=1 -DCHANNELS=64 -DR=3 -DS=3 -DNCHW=0 -DPOINTWISE=0 -DY4=1
//       -cubin kernels/conv2d/implicit-gemm-pipelined/kernel.cu

#include "cuda/gathered-patches.cuh"
#include "cuda/pipelined-tile.cuh"

// Vectors of products that a thread brings of each slice.
#define A_COPIES (BM / TURNED_APART)
#define B_COPIES (BN / TURNED_APART)

static_assert(TURNED_APART * A_COPIES == BM && TURNED_APART * B_COPIES == BN, "all threads bring alike");
static_assert(CHANNELS % 4 == 0, "four products lie together");

// What a thread copies of each slice: four products, of pixels and of filters.
struct slice_copies {
  const real* x;
  const real* w;
  gathered_patches<A_COPIES> patches;
  gathered_filters<B_COPIES> filters;

  __device__ __forceinline__ slice_copies(const shape& of, const block_tile& tile, const real* x_, const real* w_, int begin)
      : x(x_),
        w(w_),
        patches(of, tile.group, tile.first_pixel + row(), TURNED_APART, begin + product_quad() * 4),
        filters(of, tile.group, tile.first_filter + row(), TURNED_APART) {}

  __device__ __forceinline__ void start(unsigned char* a_slice, unsigned char* b_slice, bool) {
    patches.for_each_pixel([&](int i, int element, bool is_there) { turn<BM>(a_slice, i, x + element, is_there); });
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) {
      turn<BN>(b_slice, i, w + filters.first[i] + patches.product, patches.has_products());
    }
    patches.step();
  }

  // Nothing passes through registers.
  __device__ __forceinline__ void load(bool) {}
  __device__ __forceinline__ void store(unsigned char*) {}

 private:
  static __device__ __forceinline__ int row() { return threadIdx.x / PRODUCT_QUADS; }
  static __device__ __forceinline__ int product_quad() { return threadIdx.x % PRODUCT_QUADS; }

  // Four products of this thread's row number `i`, or zeros.
  template <int EXTENT>
  static __device__ __forceinline__ void turn(unsigned char* slice, int i, const real* from, bool is_there) {
    unsigned char* const to = slice + place_when_turned<EXTENT>(row(), product_quad(), i);
#pragma unroll
    for (int l = 0; l < 4; l++) copy_async<4>(to + l * EXTENT * 4, from + l, is_there ? 4 : 0);
  }
};

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS, int span) {
  const shape of = SHAPE_OF_PARAMETERS;
  const block_tile tile = tile_of_block(of);
  if (tile.first_pixel >= of.pixels()) return;
  const int begin = blockIdx.z * span;
  slice_copies copies{of, tile, x, w, begin};
  float sum[TM][TN] = {};
  multiply_slices(sum, (min(span, LENGTH - begin) + BK - 1) / BK, copies);
  // What there is of this tile, and where it begins in the output.
  const int pixels = of.pixels() - tile.first_pixel;
  const int filters = of.filters() - tile.first_filter;
  real* const first = y + (long long)blockIdx.z * of.pixels() * of.k + tile.first_pixel * of.k +
                      tile.group * of.filters() + tile.first_filter;
  for_each_quad(sum, [&](int row, int column, quad value) {
    if (row >= pixels || column >= filters) return;
    real* const to = first + row * of.k + column;
    if (Y4) {
      store4(to, value);
    } else {
      store4(to, value, filters - column);
    }
  });
}
