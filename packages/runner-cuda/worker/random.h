// How inputs come to be, bit for bit as in packages/model/src/fill.ts and hash.ts: one integer hash
// of (seed, tensor, index). For the host and for the device.
#pragma once
#include <stdint.h>

#ifdef __CUDACC__
#define STACKBENCH_EVERYWHERE __host__ __device__
#else
#define STACKBENCH_EVERYWHERE
#endif

namespace stackbench {

STACKBENCH_EVERYWHERE inline uint32_t mix32(uint32_t x) {
  x = (x ^ x >> 16) * 0x85ebca6bu;
  x = (x ^ x >> 13) * 0xc2b2ae35u;
  return x ^ x >> 16;
}

// The key of one tensor's stream: `tensor` is its position among the inputs.
STACKBENCH_EVERYWHERE inline uint32_t stream_key(uint32_t seed, uint32_t tensor) {
  return mix32(seed ^ mix32(tensor + 1));
}

// The 32 random bits of element `index`.
STACKBENCH_EVERYWHERE inline uint32_t element_hash(uint32_t key, uint64_t index) {
  return mix32(static_cast<uint32_t>(index) * 0x9e3779b1u + key);
}

// Which numbers the bits become: integers in [-range, range], thinned out 2^sparsity-fold; or reals
// in [-1, 1). All of them times `scale`, a power of two.
struct Distribution {
  bool integers;
  uint32_t range, sparsity;
  float scale;

  // The value of element `index`, on a grid as fine as `significand_bits`: no step here rounds.
  STACKBENCH_EVERYWHERE float value(int significand_bits, uint32_t key, uint64_t index) const {
    const uint32_t h = element_hash(key, index);
    if (integers) {
      if (sparsity > 0 && h >> (32 - sparsity) != 0) return 0;
      return scale * static_cast<float>(static_cast<int32_t>(h % (2 * range + 1)) - static_cast<int32_t>(range));
    }
    const float step = 2.0f / static_cast<float>(1u << significand_bits);
    return scale * (static_cast<float>(h >> (32 - significand_bits)) * step - 1.0f);
  }
};

}  // namespace stackbench
