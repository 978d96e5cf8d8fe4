// Warp-wide instructions for matrix products whose operands' places are known, where WMMA keeps them to itself: ldmatrix
// and mma.sync. All 32 lanes execute them together. PTX ISA, "Warp-level matrix instructions"; g is
// lane / 4 and t is lane % 4 in what follows, as there.
#ifndef STACKBENCH_MMA_CUH
#define STACKBENCH_MMA_CUH

#include "cuda/element.cuh"

#if defined(__CUDACC__)

#define LDMATRIX(count, turned, words, ...)                                                        \
  asm volatile("ldmatrix.sync.aligned.m8n8.x" count turned ".shared.b16 {" words "}, [%" count "];" \
               : __VA_ARGS__                                                                       \
               : "r"(static_cast<unsigned>(__cvta_generic_to_shared(row)))                         \
               : "memory")

// Matrices of 8 rows of 16 bytes in shared memory. `row` of lane l is where row l % 8 of matrix l / 8 begins.
// A lane gets of each matrix four bytes: word t of row g.
__device__ __forceinline__ void load_matrices(unsigned (&to)[4], const void* row) {
  LDMATRIX("4", "", "%0, %1, %2, %3", "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]));
}

// The same with matrices of 8 × 8 elements of 16 bits turned: elements (2t, g) and (2t + 1, g).
__device__ __forceinline__ void load_turned_matrices(unsigned (&to)[4], const void* row) {
  LDMATRIX("4", ".trans", "%0, %1, %2, %3", "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]));
}

#if defined(DATA_TYPE_TF32)
#define MMA_TYPES "f32.tf32.tf32.f32"
#elif defined(DATA_TYPE_BF16)
#define MMA_TYPES "f32.bf16.bf16.f32"
#else
#define MMA_TYPES "f32.f16.f16.f32"
#endif

#define MMA_SUMS "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])

// D += A·B, 16 × 8, K of 32 bytes: 16 of 16 bits, 8 of TF32. A lane holds words t and t + 4 of A's rows g and
// g + 8 (in the order (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4)), words t and t + 4 of B's column g, and
// columns 2t and 2t + 1 of D's rows g, then g + 8.
__device__ __forceinline__ void mma(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#if defined(DATA_TYPE_TF32)
#define MMA_SHAPE "m16n8k8"
#else
#define MMA_SHAPE "m16n8k16"
#endif
  asm("mma.sync.aligned." MMA_SHAPE ".row.col." MMA_TYPES
      " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : MMA_SUMS
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// Half as deep, which is all that Turing has: word t of A's rows g and g + 8, and of B's column g.
__device__ __forceinline__ void mma(float (&d)[4], const unsigned (&a)[2], unsigned b) {
  asm("mma.sync.aligned.m16n8k8.row.col." MMA_TYPES " {%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
      : MMA_SUMS
      : "r"(a[0]), "r"(a[1]), "r"(b));
}

#else
// Emulated on the host.
#include <warp-matrices.h>
#endif

// D += A·B by what the architecture has.
__device__ __forceinline__ void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#if defined(DATA_TYPE_F16) && __CUDA_ARCH__ < 800
  mma(d, {a[0], a[1]}, b[0]);
  mma(d, {a[2], a[3]}, b[1]);
#else
  mma(d, a, b);
#endif
}

#endif
