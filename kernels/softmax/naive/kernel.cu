// Rung 1, naive: one thread computes one row in three readings of it: its maximum, the sum of the
// exponentials, the quotients. The maximum is taken off first, so that no exponential overflows.
// Threads that are neighbours read elements a row apart, so nothing coalesces.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=64 -cubin kernels/softmax/naive/kernel.cu

#include "cuda/element.cuh"
#include "cuda/thread-number.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, real* y, int rows, int columns) {
  const int row = thread_number(THREADS);
  if (!is_inside(row, rows)) return;
  const real* from = x + (long long)row * columns;
  real* to = y + (long long)row * columns;
  float largest = to_float(from[0]);
  for (int j = 1; j < columns; j++) largest = fmaxf(largest, to_float(from[j]));
  float sum = 0;
  for (int j = 0; j < columns; j++) sum += expf(to_float(from[j]) - largest);
  for (int j = 0; j < columns; j++) to[j] = to_real(expf(to_float(from[j]) - largest) / sum);
}
