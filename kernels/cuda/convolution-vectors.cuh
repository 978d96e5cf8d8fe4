// Patches, filters and outputs in vectors of four. X4, W4, Y4 say where these are vectors in memory:
// of channels in the input (NHWC, channels divisible by 4), of products in the filters, of filters in
// the output. Elsewhere single numbers are put together.
#ifndef STACKBENCH_CONVOLUTION_VECTORS_CUH
#define STACKBENCH_CONVOLUTION_VECTORS_CUH

#include "cuda/convolution-tile.cuh"

// Four products of one pixel's patch, from `product` on: zeros for padding and past the end.
__device__ __forceinline__ real4 load_patch4(const shape& of, const real* x, const patch& from,
                                             int product) {
#if X4
  const int at = input_of(of, from, product);
  return at < 0 ? load4(x, 0) : load4(x + at);
#else
  real4 result;
#pragma unroll
  for (int i = 0; i < 4; i++) {
    const int at = input_of(of, from, product + i);
    result.at[i] = at < 0 ? to_real(0) : x[at];
  }
  return result;
#endif
}

// Four products of one filter of the group, from `product` on: zeros past the ends.
__device__ __forceinline__ real4 load_filter4(const shape& of, const real* w, int group, int filter,
                                              int product) {
  if (filter >= of.filters() || product >= LENGTH) return load4(w, 0);
  const real* from = w + (group * of.filters() + filter) * LENGTH + product;
  return W4 ? load4(from) : load4(from, LENGTH - product);
}

// The same four products, and those of a filter, to be moved and not computed with.
__device__ __forceinline__ bits4 move_patch4(const shape& of, const real* x, const patch& from,
                                             int product) {
#if X4
  const int at = input_of(of, from, product);
  return at < 0 ? bits4{} : *reinterpret_cast<const bits4*>(x + at);
#else
  return to_bits(load_patch4(of, x, from, product));
#endif
}

__device__ __forceinline__ bits4 move_filter4(const shape& of, const real* w, int group, int filter,
                                              int product) {
  if (filter >= of.filters() || product >= LENGTH) return bits4{};
  const real* from = w + (group * of.filters() + filter) * LENGTH + product;
  return W4 ? *reinterpret_cast<const bits4*>(from) : to_bits(load4(from, LENGTH - product));
}

// Four filters' sums for one pixel, as far as there are pixels and filters.
__device__ __forceinline__ void store_output4(const shape& of, real* y, int pixel, int group,
                                              int filter, quad value) {
  if (pixel >= of.pixels() || filter >= of.filters()) return;
  real* to = y + output_of(of, pixel) + (group * of.filters() + filter) * of.y_channel();
#if Y4
  store4(to, value);
#else
#pragma unroll
  for (int i = 0; i < 4; i++) {
    if (filter + i < of.filters()) to[i * of.y_channel()] = to_real(value.at[i]);
  }
#endif
}

#endif
