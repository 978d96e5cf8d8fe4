// Warp-wide matrix products (WMMA) by their PTX instructions, under the names that CUDA's <mma.h> gives
// them. That header needs another, crt/mma.h, which comes with nvcc and is missing where NVRTC alone
// is, as in every PyTorch environment: so the same source compiles in both, to the same
// instructions. Operands are loaded from shared memory, results are stored there.
#ifndef STACKBENCH_WMMA_CUH
#define STACKBENCH_WMMA_CUH

#include "cuda/tf32.cuh"

#if defined(DATA_TYPE_TF32)
#define WMMA_SHAPE "m16n16k8"
#define WMMA_OPERAND "tf32"
#define WMMA_PRODUCT "f32.tf32.tf32.f32"
#define WMMA_OPERAND_REGISTERS 4
#elif defined(DATA_TYPE_BF16)
#define WMMA_SHAPE "m16n16k16"
#define WMMA_OPERAND "bf16"
#define WMMA_PRODUCT "f32.bf16.bf16.f32"
#define WMMA_OPERAND_REGISTERS 4
#else
#define WMMA_SHAPE "m16n16k16"
#define WMMA_OPERAND "f16"
#define WMMA_PRODUCT "f32.f32"
#define WMMA_OPERAND_REGISTERS 8
#endif

namespace wmma {

struct matrix_a;
struct matrix_b;
struct accumulator;
struct row_major;
struct col_major;
namespace precision {
struct tf32;
}
enum layout_t { mem_row_major };

// A lane's part of a tile; which elements these are is for the hardware to know.
template <class Use, int M, int N, int K, class T, class Layout = void>
struct fragment {
  unsigned x[WMMA_OPERAND_REGISTERS];
};
template <int M, int N, int K>
struct fragment<accumulator, M, N, K, float> {
  float x[8];
};

__device__ __forceinline__ float __float_to_tf32(float value) { return round_to_tf32(value); }

#define WMMA_OUT_4(i) "=r"(to.x[i]), "=r"(to.x[i + 1]), "=r"(to.x[i + 2]), "=r"(to.x[i + 3])
#if WMMA_OPERAND_REGISTERS == 8
#define WMMA_LOAD(matrix, layout)                                                                \
  asm volatile("wmma.load." matrix ".sync.aligned." layout "." WMMA_SHAPE ".shared." WMMA_OPERAND \
               " {%0, %1, %2, %3, %4, %5, %6, %7}, [%8], %9;"                                    \
               : WMMA_OUT_4(0), WMMA_OUT_4(4)                                                    \
               : "r"(at), "r"(stride)                                                            \
               : "memory")
#else
#define WMMA_LOAD(matrix, layout)                                                                \
  asm volatile("wmma.load." matrix ".sync.aligned." layout "." WMMA_SHAPE ".shared." WMMA_OPERAND \
               " {%0, %1, %2, %3}, [%4], %5;"                                                    \
               : WMMA_OUT_4(0)                                                                   \
               : "r"(at), "r"(stride)                                                            \
               : "memory")
#endif

// `stride`: elements from one row (of col_major: column) to the next.
template <int M, int N, int K, class T, class Element>
__device__ __forceinline__ void load_matrix_sync(fragment<matrix_a, M, N, K, T, row_major>& to,
                                                 const Element* from, unsigned stride) {
  const unsigned at = static_cast<unsigned>(__cvta_generic_to_shared(from));
  WMMA_LOAD("a", "row");
}

template <int M, int N, int K, class T, class Element>
__device__ __forceinline__ void load_matrix_sync(fragment<matrix_b, M, N, K, T, row_major>& to,
                                                 const Element* from, unsigned stride) {
  const unsigned at = static_cast<unsigned>(__cvta_generic_to_shared(from));
  WMMA_LOAD("b", "row");
}

template <int M, int N, int K, class T, class Element>
__device__ __forceinline__ void load_matrix_sync(fragment<matrix_b, M, N, K, T, col_major>& to,
                                                 const Element* from, unsigned stride) {
  const unsigned at = static_cast<unsigned>(__cvta_generic_to_shared(from));
  WMMA_LOAD("b", "col");
}

template <int M, int N, int K>
__device__ __forceinline__ void fill_fragment(fragment<accumulator, M, N, K, float>& to, float value) {
#pragma unroll
  for (int i = 0; i < 8; i++) to.x[i] = value;
}

template <int M, int N, int K>
__device__ __forceinline__ void store_matrix_sync(float* to, const fragment<accumulator, M, N, K, float>& from,
                                                  unsigned stride, layout_t) {
  const unsigned at = static_cast<unsigned>(__cvta_generic_to_shared(to));
  asm volatile("wmma.store.d.sync.aligned.row." WMMA_SHAPE ".shared.f32 [%0], {%1, %2, %3, %4, %5, %6, %7, %8}, %9;"
               :
               : "r"(at), "f"(from.x[0]), "f"(from.x[1]), "f"(from.x[2]), "f"(from.x[3]), "f"(from.x[4]),
                 "f"(from.x[5]), "f"(from.x[6]), "f"(from.x[7]), "r"(stride)
               : "memory");
}

#define WMMA_D_4(i) "=f"(d.x[i]), "=f"(d.x[i + 1]), "=f"(d.x[i + 2]), "=f"(d.x[i + 3])
#define WMMA_C_4(i) "f"(c.x[i]), "f"(c.x[i + 1]), "f"(c.x[i + 2]), "f"(c.x[i + 3])
#define WMMA_IN_4(tile, i) "r"(tile.x[i]), "r"(tile.x[i + 1]), "r"(tile.x[i + 2]), "r"(tile.x[i + 3])
#if WMMA_OPERAND_REGISTERS == 8
#define WMMA_MULTIPLY(layout)                                                                     \
  asm volatile("wmma.mma.sync.aligned.row." layout "." WMMA_SHAPE "." WMMA_PRODUCT                \
               " {%0, %1, %2, %3, %4, %5, %6, %7}, {%8, %9, %10, %11, %12, %13, %14, %15}, "      \
               "{%16, %17, %18, %19, %20, %21, %22, %23}, {%24, %25, %26, %27, %28, %29, %30, %31};" \
               : WMMA_D_4(0), WMMA_D_4(4)                                                         \
               : WMMA_IN_4(a, 0), WMMA_IN_4(a, 4), WMMA_IN_4(b, 0), WMMA_IN_4(b, 4), WMMA_C_4(0), WMMA_C_4(4))
#else
#define WMMA_MULTIPLY(layout)                                                                     \
  asm volatile("wmma.mma.sync.aligned.row." layout "." WMMA_SHAPE "." WMMA_PRODUCT                \
               " {%0, %1, %2, %3, %4, %5, %6, %7}, {%8, %9, %10, %11}, {%12, %13, %14, %15}, "    \
               "{%16, %17, %18, %19, %20, %21, %22, %23};"                                        \
               : WMMA_D_4(0), WMMA_D_4(4)                                                         \
               : WMMA_IN_4(a, 0), WMMA_IN_4(b, 0), WMMA_C_4(0), WMMA_C_4(4))
#endif

// D = A·B + C
template <int M, int N, int K, class T>
__device__ __forceinline__ void mma_sync(fragment<accumulator, M, N, K, float>& d,
                                         const fragment<matrix_a, M, N, K, T, row_major>& a,
                                         const fragment<matrix_b, M, N, K, T, row_major>& b,
                                         const fragment<accumulator, M, N, K, float>& c) {
  WMMA_MULTIPLY("row");
}

template <int M, int N, int K, class T>
__device__ __forceinline__ void mma_sync(fragment<accumulator, M, N, K, float>& d,
                                         const fragment<matrix_a, M, N, K, T, row_major>& a,
                                         const fragment<matrix_b, M, N, K, T, col_major>& b,
                                         const fragment<accumulator, M, N, K, float>& c) {
  WMMA_MULTIPLY("col");
}

}  // namespace wmma

#endif
