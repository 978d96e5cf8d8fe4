// What kernels use of CUDA's header of this name: warp-wide matrix products. Each lane holds a 32nd
// of a tile, element e of lane l being number 32·e + l in row-major order. (Hardware does not say
// which lane holds what, so no kernel may know.) Products go through the warp's exchange; loads and stores
// order nothing, as on hardware.
#pragma once
#include "cuda_bf16.h"
#include "cuda_fp16.h"

namespace nvcuda {
namespace wmma {

struct matrix_a;
struct matrix_b;
struct accumulator;
struct row_major;
struct col_major;
namespace precision {
struct tf32;
}
enum layout_t { mem_row_major, mem_col_major };

template <class T>
struct Storage {
  using type = T;
};
template <>
struct Storage<precision::tf32> {
  using type = float;
};

inline float widen(__half value) { return __half2float(value); }
inline float widen(__nv_bfloat16 value) { return __bfloat162float(value); }
// Tensor cores read the upper 19 bits of a TensorFloat-32 operand.
inline float widen(float value) {
  return stackbench::float_of(stackbench::bits_of(value) & 0xffffe000);
}

template <class Use, int M, int N, int K>
struct Extent;
template <int M, int N, int K>
struct Extent<matrix_a, M, N, K> {
  static constexpr int rows = M, columns = K;
};
template <int M, int N, int K>
struct Extent<matrix_b, M, N, K> {
  static constexpr int rows = K, columns = N;
};
template <int M, int N, int K>
struct Extent<accumulator, M, N, K> {
  static constexpr int rows = M, columns = N;
};

template <class Use, int M, int N, int K, class T, class Layout = void>
struct fragment : Extent<Use, M, N, K> {
  using element_type = T;
  static constexpr int num_elements = Extent<Use, M, N, K>::rows * Extent<Use, M, N, K>::columns / 32;
  typename Storage<T>::type x[num_elements];
};

inline float __float_to_tf32(float value) { return stackbench::tf32_of(value); }

// PTX: the address lies on 32 bytes, the stride is a multiple of 16 bytes (accumulators too).
template <class T>
void check_tile(const T* at, unsigned stride) {
  if (reinterpret_cast<unsigned long>(at) % 32 != 0) {
    emulation::fail("a WMMA tile does not begin on a boundary of 32 bytes");
  }
  if (stride * sizeof(T) % 16 != 0) {
    emulation::fail("the stride of a WMMA tile is no multiple of 16 bytes");
  }
}

// Machine code loads 16 × 16 elements of 16 bits by ldmatrix, as four matrices of 8 rows of 16 bytes. Who reads what of another
// tile hardware keeps to itself.
template <class T>
void watch_tile(const T* at, unsigned stride) {
  const unsigned lane = emulation::self->lane;
  if (sizeof(T) == 2) {
    emulation::watch_row(at + lane % 16 * stride + lane / 16 * 8, false);
  } else {
    emulation::watch_unknown_loads();
  }
}

template <class Fragment, class T, class Move>
void for_each_element(T* at, unsigned stride, bool rows_first, Move move) {
  check_tile(at, stride);
  const emulation::Unwatched lanes_are_not_known;
  for (int e = 0; e < Fragment::num_elements; e++) {
    const unsigned number = 32 * e + emulation::self->lane;
    const unsigned row = number / Fragment::columns;
    const unsigned column = number % Fragment::columns;
    move(e, at[rows_first ? row * stride + column : column * stride + row]);
  }
}

template <class T>
constexpr bool is_row_major = false;
template <>
constexpr bool is_row_major<row_major> = true;

template <class Use, int M, int N, int K, class T, class Layout>
void load_matrix_sync(fragment<Use, M, N, K, T, Layout>& to,
                      const typename Storage<T>::type* from, unsigned stride) {
  using Fragment = fragment<Use, M, N, K, T, Layout>;
  watch_tile(from, stride);
  for_each_element<Fragment>(from, stride, is_row_major<Layout>,
                             [&](int e, const auto& element) { to.x[e] = element; });
}

template <int M, int N, int K, class T>
void store_matrix_sync(T* to, const fragment<accumulator, M, N, K, T>& from, unsigned stride,
                       layout_t layout) {
  using Fragment = fragment<accumulator, M, N, K, T>;
  for_each_element<Fragment>(to, stride, layout == mem_row_major,
                             [&](int e, auto& element) { element = from.x[e]; });
}

template <class Fragment, class T>
void fill_fragment(Fragment& to, T value) {
  for (auto& element : to.x) element = value;
}

template <int M, int N, int K, class T, class LayoutA, class LayoutB>
EMULATION_UNWATCHED void mma_sync(fragment<accumulator, M, N, K, float>& d,
              const fragment<matrix_a, M, N, K, T, LayoutA>& a,
              const fragment<matrix_b, M, N, K, T, LayoutB>& b,
              const fragment<accumulator, M, N, K, float>& c) {
  emulation::Warp& warp = *emulation::self->warp;
  const unsigned lane = emulation::self->lane;
  for (int e = 0; e < a.num_elements; e++) warp.a[32 * e + lane] = widen(a.x[e]);
  for (int e = 0; e < b.num_elements; e++) warp.b[32 * e + lane] = widen(b.x[e]);
  emulation::synchronize_warp();
  for (int e = 0; e < d.num_elements; e++) {
    const unsigned row = (32 * e + lane) / N;
    const unsigned column = (32 * e + lane) % N;
    float sum = c.x[e];
    for (int k = 0; k < K; k++) sum += warp.a[row * K + k] * warp.b[k * N + column];
    d.x[e] = sum;
  }
  // The next product writes what this one still reads.
  emulation::synchronize_warp();
}

}  // namespace wmma
}  // namespace nvcuda
