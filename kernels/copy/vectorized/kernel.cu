// Rung 1, vectorized: a thread moves several vectors of four elements, each in one access, and all are on
// their way before the first is written. Neighbours move neighbouring vectors, so accesses coalesce.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -DVECTORS=4 -cubin kernels/copy/vectorized/kernel.cu

#include "cuda/element.cuh"

extern "C" __global__ void __launch_bounds__(THREADS) kernel(const real* x, real* y, int n) {
  const int whole = n / 4;
  const int first = (blockIdx.y * gridDim.x + blockIdx.x) * (VECTORS * THREADS) + threadIdx.x;
  bits4 moved[VECTORS];
#pragma unroll
  for (int i = 0; i < VECTORS; i++) {
    const int at = first + i * THREADS;
    if (at < whole) moved[i] = to_bits(load4(x + 4LL * at));
  }
#pragma unroll
  for (int i = 0; i < VECTORS; i++) {
    const int at = first + i * THREADS;
    if (at < whole) store4(y + 4LL * at, moved[i]);
    // What is left is less than a vector.
    if (at == whole) {
      for (int j = 4 * whole; j < n; j++) y[j] = x[j];
    }
  }
}
