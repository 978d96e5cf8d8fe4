// Roles of a block whose warpgroups multiply from shared memory: warpgroup 0 produces, the CONSUMERS behind it multiply the slices
// as they come.
#ifndef STACKBENCH_WGMMA_ROLES_CUH
#define STACKBENCH_WGMMA_ROLES_CUH

#define CONSUMERS 2
#define CONSUMER_WARPS (4 * CONSUMERS)

#include "cuda/tma-stages.cuh"

static_assert(THREADS == 128 * (CONSUMERS + 1), "one producer, two consumers");

// Two neighbours of 16 bits as they are stored.
__device__ __forceinline__ uint32 pack(float first, float second) {
  const real pair[2] = {to_real(first), to_real(second)};
  return *reinterpret_cast<const uint32*>(pair);
}

#endif
