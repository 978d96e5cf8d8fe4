// Warp-wide matrix products (WMMA, sm_80 and later): what a data type's operands are, and how a
// result tile becomes elements. M = N = 16; K is 16, and 8 for TensorFloat-32.
#ifndef STACKBENCH_TENSOR_CORE_CUH
#define STACKBENCH_TENSOR_CORE_CUH

#include "cuda/element.cuh"
#if defined(__CUDACC__)
#include "cuda/wmma.cuh"
#else
// Emulated on the host.
#include <mma.h>
namespace wmma = nvcuda::wmma;
#endif

#if defined(DATA_TYPE_TF32)
typedef wmma::precision::tf32 operand;
#define TILE_K 8
// Rounded once, as it is staged: the tensor core would cut the lower bits off.
__device__ __forceinline__ real to_operand(real value) { return wmma::__float_to_tf32(value); }
#else
typedef real operand;
#define TILE_K 16
__device__ __forceinline__ real to_operand(real value) { return value; }
#endif

#define TILE 16
// Elements that fill 16 bytes: rows staged in shared memory are longer by them, so that the rows of
// a tile lie in different banks.
#define ROW_PADDING (16 / (int)sizeof(real))
// The same where products lie in a column, as of a row-major B. TF32 has no instruction that turns tiles: lane l reads
// row l % 4, column l / 4, number by number, and rows 8 banks apart put the 32 lanes into 32 banks.
#if defined(DATA_TYPE_TF32)
#define COLUMN_PADDING 8
#else
#define COLUMN_PADDING ROW_PADDING
#endif
// The same for a row of a result tile.
#define RESULT_ROW (TILE + 4)

typedef wmma::fragment<wmma::matrix_a, TILE, TILE, TILE_K, operand, wmma::row_major> left_tile;
typedef wmma::fragment<wmma::matrix_b, TILE, TILE, TILE_K, operand, wmma::row_major> right_tile;
// B as it lies where its columns are contiguous.
typedef wmma::fragment<wmma::matrix_b, TILE, TILE, TILE_K, operand, wmma::col_major> turned_tile;
typedef wmma::fragment<wmma::accumulator, TILE, TILE, TILE_K, float> result_tile;

__device__ __forceinline__ real4 to_operands(real4 value) {
#pragma unroll
  for (int i = 0; i < 4; i++) value.at[i] = to_operand(value.at[i]);
  return value;
}

__device__ __forceinline__ bits4 to_operands(bits4 value) {
#if defined(DATA_TYPE_TF32)
  return to_bits(to_operands(*reinterpret_cast<real4*>(&value)));
#else
  return value;
#endif
}

// Hands a warp's result tiles out in vectors of four, two a lane and tile: `store(row, column, value)`
// with the place in the warp's part of the output. They go through `tile` in shared memory.
template <int DOWN_TILES, int ACROSS_TILES, class Store>
__device__ __forceinline__ void for_each_result(float (&tile)[TILE][RESULT_ROW],
                                                result_tile (&results)[DOWN_TILES][ACROSS_TILES],
                                                Store store) {
  const int lane = threadIdx.x % 32;
#pragma unroll
  for (int i = 0; i < DOWN_TILES; i++) {
#pragma unroll
    for (int j = 0; j < ACROSS_TILES; j++) {
      wmma::store_matrix_sync(&tile[0][0], results[i][j], RESULT_ROW, wmma::mem_row_major);
      __syncwarp();
#pragma unroll
      for (int at = lane; at < TILE * TILE / 4; at += 32) {
        const int row = at / (TILE / 4);
        const int column = at % (TILE / 4) * 4;
        store(i * TILE + row, j * TILE + column, *reinterpret_cast<quad*>(&tile[row][column]));
      }
      // The next tile goes to the same place.
      __syncwarp();
    }
  }
}

#endif
