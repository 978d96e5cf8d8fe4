// Rung 10, implicit GEMM by wgmma: the main loop of gemm/wgmma over slices that the copy engine gathers from the input (NHWC) by
// itself, in its im2col mode. No thread computes an address of a patch, or asks whether it lies in the padding.
//
// The output is a matrix of N·P·Q pixels × K filters, and a slice has BK channels of one place (r, s) of the filter. Of the input it is
// one copy: BM pixels in a row, from the tile's first on. `x` says which pixels of an image there are, by the corners of their box and the
// strides, so that rows and images end by themselves; the place is an offset from these. Of the filters it is a box of BN. What lies
// in the padding, beyond the last channel, image or filter comes as zeros.
//
// `x` is a tensor map made by cuTensorMapEncodeIm2col: extents {C, W, H, N}, corners {-pad} and {pad - dilation · (S - 1)} of the
// width, and alike of the height, BK channels of BM pixels, strides of the elements {1, stride_w, stride_h, 1}. `w` is one made by
// cuTensorMapEncodeTiled: extents {C, R · S, K}, box {64, 1, BN}. Both with SWIZZLE_128B, no interleave, filled with zeros. C is a
// multiple of 8 for TMA, K one of 4 for what is stored. Padding is 128 at most, strides are 8, a place lies 255 off at most.
//
// Products are counted in slices of BK, whether they are full or not. Where there are few tiles and many slices, as where images are
// small, a tile is one of a part of them, `span` products from part · span on, and `y` takes their sums in f32, one output after another.
//
//     nvcc -gencode arch=compute_90a,code=sm_90a -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=128 -DBK=64 -DSTAGES=6
//       -DSTRIP=8 -DTHREADS=384 -DNCHW=0 -cubin kernels/conv2d/implicit-gemm-wgmma/kernel.cu

#define B_TURNED 1
#include "cuda/convolution.cuh"
#include "cuda/wgmma-tile.cuh"

// Slices of patches and filters: channels of one place after the other.
struct places {
  const shape& of;
  const tensor_map* x;
  const tensor_map* w;

  // Channels in whole slices.
  __device__ __forceinline__ int slice_channels() const { return (of.c + BK - 1) / BK * BK; }

  struct slices {
    const places& from;
    // The tile's first pixel, by the corner of its patch, and its first filter.
    int image, top, left, filter;
    int r, s, channel;

    __device__ __forceinline__ void bring(unsigned char* a, unsigned char* b, uint64* barrier) {
      const shape& of = from.of;
      copy_pixels(a, from.x, channel, left, top, image, s * of.dilation_w, r * of.dilation_h, barrier);
      copy_box(b, from.w, channel, r * of.s + s, filter, barrier);
      channel += BK;
      if (channel < of.c) return;
      channel = 0;
      if (++s < of.s) return;
      s = 0;
      r++;
    }
  };

  __device__ __forceinline__ slices slices_of(const work& now) const {
    const patch first = patch_of(of, now.row, 0);
    const int place = now.first / slice_channels();
    return {*this,       now.row / (of.p * of.q), first.top,    first.left,
            now.column,  place / of.s,            place % of.s, now.first - place * slice_channels()};
  }
};

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const __grid_constant__ tensor_map x, const __grid_constant__ tensor_map w, real* y, SHAPE_PARAMETERS,
           int span) {
  const shape of = SHAPE_OF_PARAMETERS;
  const places from{of, &x, &w};
  const stages slices;
  const works all{of.pixels(), of.k, of.r * of.s * from.slice_channels(), span};
  if (threadIdx.x < 128) {
    give_registers<40>();
    if (threadIdx.x == 0) {
      prefetch(&x);
      prefetch(&w);
      slices.produce(all, from);
    }
  } else {
    take_registers<232>();
    multiply_works(slices, all, y, of.pixels(), of.k);
  }
}
