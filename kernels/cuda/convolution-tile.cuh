// A block's tile of BM pixels × BN filters of one group, for the kernels that stage slices of BK
// products in shared memory. CHANNELS, R and S are constants, so that taking a product apart needs no
// real division.
#ifndef STACKBENCH_CONVOLUTION_TILE_CUH
#define STACKBENCH_CONVOLUTION_TILE_CUH

#include "cuda/convolution.cuh"

#define LENGTH (CHANNELS * R * S)

// A row that lies outside of every image, whatever is added to it.
#define NOWHERE 0x40000000

// Which group, and the first of its filters and of all pixels, are this block's.
struct block_tile {
  int group, first_filter, first_pixel;
};

__device__ __forceinline__ block_tile tile_of_block(const shape& of) {
  const int filter_tiles = (of.filters() + BN - 1) / BN;
  const int across = filter_tiles * of.groups;
  const int tile = block_number() % across;
  return {tile / filter_tiles, tile % filter_tiles * BN, block_number() / across * BM};
}

// As patch_of, for a pixel that may lie past the end: then it has padding alone.
__device__ __forceinline__ patch patch_or_none(const shape& of, int number, int group) {
  const patch inside = patch_of(of, min(number, of.pixels() - 1), group);
  return {inside.image, number < of.pixels() ? inside.top : NOWHERE, inside.left};
}

// Where the element of a patch for `product` lies in the input; below zero where it is padding, or
// past the last product. NHWC counts products along R, S, C, and NCHW along C, R, S.
__device__ __forceinline__ int input_of(const shape& of, const patch& from, int product) {
  const int place = NCHW ? product % (R * S) : product / CHANNELS;
  const int channel = NCHW ? product / (R * S) : product % CHANNELS;
  const int row = from.top + place / S * of.dilation_h;
  const int column = from.left + place % S * of.dilation_w;
  const bool is_there = product < LENGTH && is_inside(row, of.h) && is_inside(column, of.w);
  return is_there ? from.image + channel * of.x_channel() + (row * of.w + column) * of.x_column()
                  : -1;
}

#endif
