// Rounds a number to TensorFloat-32, to nearest: a tensor core would cut the lower bits off.
#ifndef STACKBENCH_TF32_CUH
#define STACKBENCH_TF32_CUH

#if defined(__CUDACC__)
__device__ __forceinline__ float round_to_tf32(float value) {
  unsigned rounded;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(rounded) : "f"(value));
  return __uint_as_float(rounded);
}
#else
// Emulated on the host.
#include <tf32.h>
#endif

#endif
