// Threads numbered through a grid that is folded where there are many blocks. A grid may have more threads than an int
// counts, as the last block reaches beyond the last element: numbers are compared as unsigned ones.
#ifndef STACKBENCH_THREAD_NUMBER_CUH
#define STACKBENCH_THREAD_NUMBER_CUH

__device__ __forceinline__ int block_number() { return blockIdx.y * gridDim.x + blockIdx.x; }

// Of `threads` threads a block. To be used where it is inside of what is computed, and nowhere else.
__device__ __forceinline__ int thread_number(int threads) {
  return static_cast<int>(static_cast<unsigned>(block_number()) * threads + threadIdx.x);
}

// Whether 0 <= at < extent, in one comparison: below zero wraps to large numbers.
__device__ __forceinline__ bool is_inside(int at, int extent) {
  return static_cast<unsigned>(at) < static_cast<unsigned>(extent);
}

#endif
