// What all convolution kernels share: the numbers of the problem, and where elements lie.
#ifndef STACKBENCH_CONVOLUTION_CUH
#define STACKBENCH_CONVOLUTION_CUH

#include "cuda/element.cuh"
#include "cuda/thread-number.cuh"

// The problem's numbers, in the order of the kernels' arguments.
struct shape {
  int n, c, h, w, k, r, s, p, q;
  int stride_h, stride_w, pad_h, pad_w, dilation_h, dilation_w;
  int groups;

  // Channels and filters of a group, products summed into one output element.
  __device__ __forceinline__ int channels() const { return c / groups; }
  __device__ __forceinline__ int filters() const { return k / groups; }
  __device__ __forceinline__ int length() const { return channels() * r * s; }
  __device__ __forceinline__ int pixels() const { return n * p * q; }

  // Distances between neighbours along an axis: of the input, a filter, the output.
  __device__ __forceinline__ int x_channel() const { return NCHW ? h * w : 1; }
  __device__ __forceinline__ int x_column() const { return NCHW ? 1 : c; }
  __device__ __forceinline__ int w_channel() const { return NCHW ? r * s : 1; }
  __device__ __forceinline__ int w_column() const { return NCHW ? 1 : channels(); }
  __device__ __forceinline__ int y_channel() const { return NCHW ? p * q : 1; }
  __device__ __forceinline__ int y_column() const { return NCHW ? 1 : k; }
};

// A kernel's parameters after its tensors, and the shape made of them.
#define SHAPE_PARAMETERS                                                                         \
  int n, int c, int h, int w_, int k, int r, int s, int p, int q, int stride_h, int stride_w,    \
      int pad_h, int pad_w, int dilation_h, int dilation_w, int groups
#define SHAPE_OF_PARAMETERS                                                                      \
  {n, c, h, w_, k, r, s, p, q, stride_h, stride_w, pad_h, pad_w, dilation_h, dilation_w, groups}

// Where output pixel `number` reads: its image's first element (of the group's first channel), and
// the row and column that its patch begins at.
struct patch {
  int image, top, left;
};

__device__ __forceinline__ patch patch_of(const shape& of, int number, int group) {
  return {number / (of.p * of.q) * of.c * of.h * of.w + group * of.channels() * of.x_channel(),
          number / of.q % of.p * of.stride_h - of.pad_h, number % of.q * of.stride_w - of.pad_w};
}

// Where the first filter of output pixel `number` lies in the output.
__device__ __forceinline__ int output_of(const shape& of, int number) {
  if (!NCHW) return number * of.k;
  return number / (of.p * of.q) * of.k * of.p * of.q + number % (of.p * of.q);
}

#endif
