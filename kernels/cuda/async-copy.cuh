// Asynchronous copies from memory into shared memory (cp.async, sm_80 and later): a thread starts one and
// goes on; no register holds what is on its way. Copies started since the last commit are a group, and a
// thread waits for its own groups, the oldest first. What it has waited for, it sees; other threads
// see it after a barrier that follows the wait.
#ifndef STACKBENCH_ASYNC_COPY_CUH
#define STACKBENCH_ASYNC_COPY_CUH

#if defined(__CUDACC__)
#include "cuda/shared-address.cuh"

// Starts a copy of 4, 8 or 16 bytes, of which `present` are read and the rest are zeros. Both addresses lie on
// a boundary of BYTES. 16 bytes go past L1: nobody reads them there again.
template <int BYTES>
__device__ __forceinline__ void copy_async(void* to, const void* from, int present = BYTES) {
  if (BYTES == 16) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(to)), "l"(from),
                 "r"(present)
                 : "memory");
  } else {
    asm volatile("cp.async.ca.shared.global [%0], [%1], %2, %3;" ::"r"(shared_address(to)), "l"(from),
                 "n"(BYTES), "r"(present)
                 : "memory");
  }
}

// Closes a group, which may be empty.
__device__ __forceinline__ void commit_copies() { asm volatile("cp.async.commit_group;" ::: "memory"); }

// Returns once at most `PENDING` of the groups closed last are on their way.
template <int PENDING>
__device__ __forceinline__ void await_copies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(PENDING) : "memory");
}
#else
// Emulated on the host.
#include <async-copy.h>
#endif

#endif
