// From the GEMM's [K][N][P·Q] to the output's [N][K][P·Q]: one thread an element of the output.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -DNCHW=1 -cubin kernels/conv2d/im2col/reorder.cu

#include "cuda/convolution.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* product, real* y, SHAPE_PARAMETERS) {
  const shape of = SHAPE_OF_PARAMETERS;
  const int index = thread_number(THREADS);
  const int area = of.p * of.q;
  if (!is_inside(index, of.k * of.pixels())) return;
  const int image = index / (of.k * area);
  const int filter = index / area % of.k;
  y[index] = product[(filter * of.n + image) * area + index % area];
}
