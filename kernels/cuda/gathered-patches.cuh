// What a thread gathers of each slice of patches (NHWC): products that lie together at one place of the filter, of COUNT
// pixels. The place is stepped from slice to slice: nothing is divided in a loop. Which rows and columns of a pixel's patch are
// in the image, and not in the padding, is found once, as a bit each, so that a pixel costs an addition and a test.
// Of a POINTWISE convolution the input is the matrix of patches, and there is nothing to test.
#ifndef STACKBENCH_GATHERED_PATCHES_CUH
#define STACKBENCH_GATHERED_PATCHES_CUH

#include "cuda/convolution-tile.cuh"

static_assert(NCHW == 0, "products lie in a row");

// A place of the filter, and a channel there.
struct filter_place {
  int r, s, channel;

  // Goes on by `PRODUCTS`.
  template <int PRODUCTS>
  __device__ __forceinline__ void step() {
    s += PRODUCTS / CHANNELS;
    channel += PRODUCTS % CHANNELS;
    if (channel >= CHANNELS) {
      channel -= CHANNELS;
      s++;
    }
#pragma unroll
    for (int row = 0; row < (S + PRODUCTS / CHANNELS) / S; row++) {
      if (s >= S) {
        s -= S;
        r++;
      }
    }
  }
};

// A bit for each row of a patch, and for each column after these.
static_assert(R + S <= 64, "rows and columns of a patch have a bit each");
template <bool FITS>
struct place_bits {
  typedef unsigned type;
};
template <>
struct place_bits<false> {
  typedef unsigned long long type;
};
typedef place_bits<R + S <= 32>::type places;

__device__ __forceinline__ places places_in_image(const shape& of, const patch& from) {
  places inside = 0;
  for (int r = 0; r < R; r++) {
    if (is_inside(from.top + r * of.dilation_h, of.h)) inside |= places(1) << r;
  }
  for (int s = 0; s < S; s++) {
    if (is_inside(from.left + s * of.dilation_w, of.w)) inside |= places(1) << (R + s);
  }
  return inside;
}

template <int COUNT>
struct gathered_patches {
  const shape& of;
  // Where each pixel's patch begins in the input, which may be before it, and the places of it that are there.
  int first[COUNT];
  places inside[COUNT];
  filter_place at;
  int product;

  // From `first_product` on, of pixels `apart` from each other. Of those beyond the last, the last: they are never stored.
  __device__ __forceinline__ gathered_patches(const shape& of_, int group, int first_pixel, int apart, int first_product)
      : of(of_), product(first_product) {
    at = {product / CHANNELS / S, product / CHANNELS % S, product % CHANNELS};
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      const int pixel = min(first_pixel + i * apart, of.pixels() - 1);
      if (POINTWISE) {
        first[i] = pixel * of.c + group * CHANNELS;
      } else {
        const patch from = patch_of(of, pixel, group);
        first[i] = from.image + (from.top * of.w + from.left) * of.c;
        inside[i] = places_in_image(of, from);
      }
    }
  }

  // Whether these products are some of a patch, and not beyond its end: in whole slices they always are.
  __device__ __forceinline__ bool has_products() const { return LENGTH % BK == 0 || product < LENGTH; }

  // Calls `bring(i, element, is_there)` for each pixel, with the place of its products in the input.
  template <class Bring>
  __device__ __forceinline__ void for_each_pixel(Bring bring) const {
    const int further = POINTWISE ? product : (at.r * of.dilation_h * of.w + at.s * of.dilation_w) * of.c + at.channel;
    const places here = POINTWISE ? 0 : places(1) << at.r | places(1) << (R + at.s);
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      bring(i, first[i] + further, has_products() && (POINTWISE || (inside[i] & here) == here));
    }
  }

  // Goes on to the next slice.
  __device__ __forceinline__ void step() {
    product += BK;
    if (!POINTWISE) at.step<BK>();
  }
};

// Where the products of COUNT filters of a group begin, filters `apart` from each other. Of those beyond the last, the last.
template <int COUNT>
struct gathered_filters {
  int first[COUNT];

  __device__ __forceinline__ gathered_filters(const shape& of, int group, int first_filter, int apart) {
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      first[i] = (group * of.filters() + min(first_filter + i * apart, of.filters() - 1)) * LENGTH;
    }
  }
};

#endif
