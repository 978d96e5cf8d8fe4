// Elements in chunks of 16 bytes, the most that one access or one asynchronous copy moves.
#ifndef STACKBENCH_CHUNK_CUH
#define STACKBENCH_CHUNK_CUH

#include "cuda/element.cuh"

// Elements of a chunk.
#define CHUNK (16 / (int)sizeof(real))

struct __align__(16) chunk {
  unsigned word[4];
};

// The first `count` elements from `from` on, which may lie anywhere, and zeros.
__device__ __forceinline__ chunk gather(const real* from, int count) {
  struct __align__(16) {
    real at[CHUNK];
  } result;
#pragma unroll
  for (int i = 0; i < CHUNK; i++) result.at[i] = i < count ? from[i] : to_real(0);
  return *reinterpret_cast<chunk*>(&result);
}

// The first `count` elements of a chunk to memory; all or none of an ALIGNED one.
template <bool ALIGNED>
__device__ __forceinline__ void store_chunk(real* to, const chunk& value, int count) {
  if (ALIGNED) {
    if (count > 0) *reinterpret_cast<chunk*>(to) = value;
  } else {
#pragma unroll
    for (int i = 0; i < CHUNK; i++) {
      if (i < count) to[i] = reinterpret_cast<const real*>(&value)[i];
    }
  }
}

#endif
