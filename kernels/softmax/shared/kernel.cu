// Rung 2, shared: a block computes one row. Its threads read neighbouring elements, so their loads
// coalesce, and each keeps a maximum and a sum of its own; these meet in shared memory, halved until
// one is left. The row is still read three times, but by many threads at once.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -cubin kernels/softmax/shared/kernel.cu

#include "cuda/element.cuh"

struct Larger {
  __device__ float operator()(float a, float b) const { return fmaxf(a, b); }
};
struct Sum {
  __device__ float operator()(float a, float b) const { return a + b; }
};

// What `combine` makes of the values of all threads; every thread learns it.
template <class Combine>
__device__ __forceinline__ float reduce(float* slots, float value, Combine combine) {
  const int thread = threadIdx.x;
  slots[thread] = value;
  for (int half = THREADS / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half) slots[thread] = combine(slots[thread], slots[thread + half]);
  }
  __syncthreads();
  const float result = slots[0];
  // The next reduction writes what this one still reads.
  __syncthreads();
  return result;
}

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, real* y, int rows, int columns) {
  __shared__ float slots[THREADS];
  const int row = blockIdx.y * gridDim.x + blockIdx.x;
  if (row >= rows) return;
  const real* from = x + (long long)row * columns;
  real* to = y + (long long)row * columns;
  // The first element stands in where a thread has none of its own.
  float largest = to_float(from[0]);
  for (int j = threadIdx.x; j < columns; j += THREADS) largest = fmaxf(largest, to_float(from[j]));
  largest = reduce(slots, largest, Larger());
  float sum = 0;
  for (int j = threadIdx.x; j < columns; j += THREADS) sum += expf(to_float(from[j]) - largest);
  sum = reduce(slots, sum, Sum());
  for (int j = threadIdx.x; j < columns; j += THREADS) {
    to[j] = to_real(expf(to_float(from[j]) - largest) / sum);
  }
}
