// Rung 3, im2col + GEMM: writes down the matrix of patches that a convolution multiplies with its
// filters, and leaves the product to a GEMM kernel. The matrix repeats each input R·S times, which is
// its price: memory, and a pass over it. A thread writes one element (four channels where they lie
// together), neighbours write neighbours. Padding is written as zero.
//
// NHWC: [N·P·Q][R·S·C], the GEMM's A. NCHW: [C·R·S][N·P·Q], its B. Channels of all groups are there.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -DVEC4=1 -DNCHW=0
//       -cubin kernels/conv2d/im2col/patches.cu

#include "cuda/convolution.cuh"

#define WIDTH (VEC4 ? 4 : 1)

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, real* patches, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const int index = thread_number(THREADS);
  const int window = of.r * of.s;
  const int steps = of.c / WIDTH;
  const int pixels = of.pixels();
  // Before anything is multiplied by WIDTH, which might go beyond 31 bits.
  if (!is_inside(index, pixels * window * steps)) return;
  const int pixel = NCHW ? index % pixels : index / (window * steps);
  const int product = NCHW ? index / pixels : index % (window * steps);
  // The order of a filter's elements: R, S, C or C, R, S.
  const int channel = NCHW ? product / window : product % steps * WIDTH;
  const int place = NCHW ? product % window : product / steps;
  const patch from = patch_of(of, pixel, 0);
  const int row = from.top + place / of.s * of.dilation_h;
  const int column = from.left + place % of.s * of.dilation_w;
  const bool is_there = is_inside(row, of.h) && is_inside(column, of.w);
  const real* at =
      x + from.image + (row * of.w + column) * of.x_column() + channel * of.x_channel();
#if VEC4
  *reinterpret_cast<real4*>(patches + 4 * index) = is_there ? load4(at) : load4(x, 0);
#else
  patches[index] = is_there ? *at : to_real(0);
#endif
}
