// The element that a kernel's tensors are stored in, `real`, and four neighbours, `real4`, which
// move in one access. DATA_TYPE_F32, _TF32, _F16 or _BF16 chooses; sums are kept in float always.
// Only the toolkit's device headers are used, so NVRTC compiles this too.
#ifndef STACKBENCH_ELEMENT_CUH
#define STACKBENCH_ELEMENT_CUH

#if defined(DATA_TYPE_F16)
#include <cuda_fp16.h>
typedef __half real;
__device__ __forceinline__ float to_float(real value) { return __half2float(value); }
__device__ __forceinline__ real to_real(float value) { return __float2half_rn(value); }
#elif defined(DATA_TYPE_BF16)
#include <cuda_bf16.h>
typedef __nv_bfloat16 real;
__device__ __forceinline__ float to_float(real value) { return __bfloat162float(value); }
__device__ __forceinline__ real to_real(float value) { return __float2bfloat16_rn(value); }
#else
typedef float real;
__device__ __forceinline__ float to_float(real value) { return value; }
__device__ __forceinline__ real to_real(float value) { return value; }
#endif

struct __align__(4 * sizeof(real)) real4 {
  real at[4];
};

// Four neighbours that are only moved. In words, as compilers take halves apart and put them together again.
struct __align__(4 * sizeof(real)) bits4 {
  unsigned word[sizeof(real)];
};

// Four numbers being computed with.
struct __align__(16) quad {
  float at[4];
};

// Four neighbours from memory. `from` must lie on a boundary of real4.
__device__ __forceinline__ real4 load4(const real* from) {
  return *reinterpret_cast<const real4*>(from);
}

// The first `count` of four elements, `step` apart, one by one, then zeros; `from` may lie anywhere.
__device__ __forceinline__ real4 load4(const real* from, int count, int step = 1) {
  real4 result;
#pragma unroll
  for (int i = 0; i < 4; i++) result.at[i] = i < count ? from[i * step] : to_real(0);
  return result;
}

__device__ __forceinline__ bits4 to_bits(real4 stored) {
  return *reinterpret_cast<bits4*>(&stored);
}

__device__ __forceinline__ quad to_quad(real4 stored) {
  quad result;
#pragma unroll
  for (int i = 0; i < 4; i++) result.at[i] = to_float(stored.at[i]);
  return result;
}

// Four neighbours to memory. `to` must lie on a boundary of real4.
__device__ __forceinline__ void store4(real* to, bits4 moved) {
  *reinterpret_cast<bits4*>(to) = moved;
}

__device__ __forceinline__ void store4(real* to, real4 stored) {
  *reinterpret_cast<real4*>(to) = stored;
}

__device__ __forceinline__ void store4(real* to, quad value) {
  real4 stored;
#pragma unroll
  for (int i = 0; i < 4; i++) stored.at[i] = to_real(value.at[i]);
  *reinterpret_cast<real4*>(to) = stored;
}

// The first `count` of four neighbours, one by one.
__device__ __forceinline__ void store4(real* to, quad value, int count) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    if (i < count) to[i] = to_real(value.at[i]);
  }
}

#endif
