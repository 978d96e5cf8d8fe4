// What the worker itself runs on the device: inputs are made there, and samples wait there for their
// launches.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "../random.h"

using stackbench::Distribution;

template <class T, int SIGNIFICAND_BITS, class Round>
__device__ void fill(T* tensor, unsigned long long count, Distribution distribution, unsigned key, Round round) {
  const unsigned long long stride = static_cast<unsigned long long>(gridDim.x) * blockDim.x;
  for (unsigned long long i = static_cast<unsigned long long>(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
       i += stride) {
    tensor[i] = round(distribution.value(SIGNIFICAND_BITS, key, i));
  }
}

struct AsFloat {
  __device__ float operator()(float value) const { return value; }
};
struct AsHalf {
  __device__ __half operator()(float value) const { return __float2half_rn(value); }
};
struct AsBfloat {
  __device__ __nv_bfloat16 operator()(float value) const { return __float2bfloat16_rn(value); }
};

extern "C" __global__ void fill_f32(float* tensor, unsigned long long count, Distribution distribution, unsigned key) {
  fill<float, 24>(tensor, count, distribution, key, AsFloat());
}

extern "C" __global__ void fill_f16(__half* tensor, unsigned long long count, Distribution distribution,
                                    unsigned key) {
  fill<__half, 11>(tensor, count, distribution, key, AsHalf());
}

extern "C" __global__ void fill_bf16(__nv_bfloat16* tensor, unsigned long long count, Distribution distribution,
                                     unsigned key) {
  fill<__nv_bfloat16, 8>(tensor, count, distribution, key, AsBfloat());
}

// Keeps the device busy for so long that what is submitted after it has arrived before it begins.
extern "C" __global__ void spin(unsigned long long nanoseconds) {
  unsigned long long start, now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(start));
  do asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
  while (now - start < nanoseconds);
}
