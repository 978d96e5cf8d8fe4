// Rung 3, online: maximum and sum come of one reading of the row, so that it is read twice instead of
// three times. A thread keeps the sum for the maximum so far, and when a larger element comes it
// scales the sum down to that; in the same way two partial sums are merged (Milakov and
// Gimelshein, "Online normalizer calculation for softmax", 2018).
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -cubin kernels/softmax/online/kernel.cu

#include "cuda/element.cuh"

// Of some elements: the largest, and Σ exp(x − largest).
struct Partial {
  float largest, sum;
};

__device__ __forceinline__ Partial merge(Partial a, Partial b) {
  const float largest = fmaxf(a.largest, b.largest);
  return {largest, a.sum * expf(a.largest - largest) + b.sum * expf(b.largest - largest)};
}

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, real* y, int rows, int columns) {
  __shared__ Partial slots[THREADS];
  const int thread = threadIdx.x;
  const int row = blockIdx.y * gridDim.x + blockIdx.x;
  if (row >= rows) return;
  const real* from = x + (long long)row * columns;
  real* to = y + (long long)row * columns;
  // The first element stands in, without a share in the sum, where a thread has none of its own.
  Partial partial{to_float(from[0]), 0.0f};
  for (int j = thread; j < columns; j += THREADS) partial = merge(partial, {to_float(from[j]), 1.0f});
  slots[thread] = partial;
  for (int half = THREADS / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half) slots[thread] = merge(slots[thread], slots[thread + half]);
  }
  __syncthreads();
  const Partial all = slots[0];
  for (int j = thread; j < columns; j += THREADS) {
    to[j] = to_real(expf(to_float(from[j]) - all.largest) / all.sum);
  }
}
