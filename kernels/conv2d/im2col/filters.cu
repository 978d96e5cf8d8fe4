// Lays the filters out as the GEMM wants them: NHWC as B = [R·S·C][K], NCHW as A = [K][C·R·S]. A GEMM
// knows no groups: a filter is written over all C channels, zero outside its group's. One thread an
// element.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -DNCHW=0 -cubin kernels/conv2d/im2col/filters.cu

#include "cuda/convolution.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* w, real* filters, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const int index = thread_number(THREADS);
  const int window = of.r * of.s;
  if (!is_inside(index, of.k * of.c * window)) return;
  const int filter = NCHW ? index / (of.c * window) : index % of.k;
  const int channel = NCHW ? index / window % of.c : index / of.k % of.c;
  const int place = NCHW ? index % window : index / of.k / of.c;
  const int within = channel % of.channels();
  const bool is_own = channel / of.channels() == filter / of.filters();
  const real* own = w + filter * of.length();
  filters[index] =
      is_own ? own[within * of.w_channel() + place * of.w_column()] : to_real(0);
}
