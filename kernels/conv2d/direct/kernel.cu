// Rung 1, direct: one thread computes one output element, as the formula says. Threads that are
// neighbours write neighbouring elements: in NHWC they share a patch of the input and differ in the
// filter, in NCHW they share the filter and read neighbouring input. Nothing is kept for reuse.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -DNCHW=0 -cubin kernels/conv2d/direct/kernel.cu

#include "cuda/convolution.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const int index = thread_number(THREADS);
  if (!is_inside(index, of.k * of.pixels())) return;
  const int filter = NCHW ? index / (of.p * of.q) % of.k : index % of.k;
  const int pixel = NCHW ? index / (of.k * of.p * of.q) * (of.p * of.q) + index % (of.p * of.q) : index / of.k;
  const patch from = patch_of(of, pixel, filter / of.filters());
  const real* own = w + filter * of.length();
  float sum = 0;
  for (int i = 0; i < of.r; i++) {
    const int row = from.top + i * of.dilation_h;
    if (!is_inside(row, of.h)) continue;
    for (int j = 0; j < of.s; j++) {
      const int column = from.left + j * of.dilation_w;
      if (!is_inside(column, of.w)) continue;
      const real* x_at = x + from.image + (row * of.w + column) * of.x_column();
      const real* w_at = own + (i * of.s + j) * of.w_column();
      for (int l = 0; l < of.channels(); l++) {
        sum += to_float(x_at[l * of.x_channel()]) * to_float(w_at[l * of.w_channel()]);
      }
    }
  }
  y[index] = to_real(sum);
}
