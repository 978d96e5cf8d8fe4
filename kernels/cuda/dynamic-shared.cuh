// The shared memory that a launch gives a block beside what its source declares: `dynamic_shared`.
#ifndef STACKBENCH_DYNAMIC_SHARED_CUH
#define STACKBENCH_DYNAMIC_SHARED_CUH

#if defined(__CUDACC__)
extern __shared__ __align__(128) unsigned char dynamic_shared[];
#else
// Emulated on the host.
#define dynamic_shared (emulation::self->dynamic_shared)
#endif

#endif
