// What a product whose K was split has in parts: each thread adds up four neighbours of all parts, the first part
// first, so that a result is the same each time. Sums are f32 whatever the data type. `elements` of the output, which may be
// less than four times the threads.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTHREADS=256 -DVEC4=1 -cubin kernels/split-k/sum-parts.cu

#include "cuda/element.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const float* sums, real* output, int elements, int parts) {
  const long long first = ((blockIdx.y * gridDim.x + blockIdx.x) * (long long)THREADS + threadIdx.x) * 4;
  if (first >= elements) return;
  const int count = VEC4 ? 4 : min(4, elements - (int)first);
  quad sum = {};
#pragma unroll 4
  for (int part = 0; part < parts; part++) {
    const float* from = sums + (long long)part * elements + first;
    quad value = {};
    if (VEC4) {
      value = *reinterpret_cast<const quad*>(from);
    } else {
#pragma unroll
      for (int i = 0; i < 4; i++) value.at[i] = i < count ? from[i] : 0.0f;
    }
#pragma unroll
    for (int i = 0; i < 4; i++) sum.at[i] += value.at[i];
  }
  if (VEC4) {
    store4(output + first, sum);
  } else {
    store4(output + first, sum, count);
  }
}
