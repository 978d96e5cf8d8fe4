// An address in shared memory as PTX instructions take it: 32 bits, counted from the block's own start.
#ifndef STACKBENCH_SHARED_ADDRESS_CUH
#define STACKBENCH_SHARED_ADDRESS_CUH

__device__ __forceinline__ unsigned shared_address(const void* at) {
  return static_cast<unsigned>(__cvta_generic_to_shared(at));
}

#endif
