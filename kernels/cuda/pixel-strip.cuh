// Strips of TM output pixels below one another, for threads that read each input once for every row of the filter that meets it.
// Extents, strides and dilations of rows are constants, so the compiler settles which those are. HEIGHT: rows of the input from a
// strip's first to its last.
#ifndef STACKBENCH_PIXEL_STRIP_CUH
#define STACKBENCH_PIXEL_STRIP_CUH

#include "cuda/convolution.cuh"

static_assert(HEIGHT == (TM - 1) * STRIDE_H + (R - 1) * DILATION_H + 1, "of TM pixels below one another");

// The row and the number of a strip's first pixel, and where that reads. Pixels from TM on, or past the last row, are others'.
struct pixel_strip {
  int out_row, first_pixel;
  patch from;
};

__device__ __forceinline__ int strips_of(const shape& of) { return of.n * ((of.p + TM - 1) / TM) * of.q; }

__device__ __forceinline__ pixel_strip strip_at(const shape& of, int number, int group) {
  const int row_strips = (of.p + TM - 1) / TM;
  pixel_strip result;
  result.out_row = number / of.q % row_strips * TM;
  result.first_pixel = (number / of.q / row_strips * of.p + result.out_row) * of.q + number % of.q;
  result.from = patch_of(of, result.first_pixel, group);
  return result;
}

// Which of a strip's pixels the input row `down` below its first belongs to by row `r` of the filter; -1: none.
__device__ __forceinline__ constexpr int pixel_met(int down, int r) {
  const int steps = down - r * DILATION_H;
  return steps >= 0 && steps % STRIDE_H == 0 && steps / STRIDE_H < TM ? steps / STRIDE_H : -1;
}

#endif
