// Lays rows of channels out anew, each filled up with zeros to whole chunks of 16 bytes, so that a kernel can copy them in
// chunks. Rows are what a group has at one place of an input or of a filter (NHWC). One thread a chunk.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -cubin kernels/conv2d/pad-channels.cu

#include "cuda/chunk.cuh"
#include "cuda/thread-number.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* from, real* to, int rows, int channels, int padded) {
  const int index = thread_number(THREADS);
  const int chunks = padded / CHUNK;
  if (!is_inside(index, rows * chunks)) return;
  const int first = index % chunks * CHUNK;
  const chunk value = gather(from + index / chunks * channels + first, channels - first);
  store_chunk<true>(to + index * CHUNK, value, CHUNK);
}
