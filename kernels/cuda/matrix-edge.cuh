// Vectors of four from and to a row-major matrix, guarded at its edges. ALIGNED: the row length
// divides by four, so that rows begin on a vector's boundary and no vector hangs over their end.
#ifndef STACKBENCH_MATRIX_EDGE_CUH
#define STACKBENCH_MATRIX_EDGE_CUH

#include "cuda/element.cuh"

// Elements (row, column … column + 3); zeros beyond the edges.
template <bool ALIGNED>
__device__ __forceinline__ real4 load_edge4(const real* matrix, int row, int column, int rows,
                                            int columns) {
  if (row >= rows || column >= columns) return load4(matrix, 0);
  const real* from = matrix + (long long)row * columns + column;
  return ALIGNED ? load4(from) : load4(from, columns - column);
}

// The same, to be moved and not computed with.
template <bool ALIGNED>
__device__ __forceinline__ bits4 move_edge4(const real* matrix, int row, int column, int rows,
                                            int columns) {
  if (row >= rows || column >= columns) return bits4{};
  const real* from = matrix + (long long)row * columns + column;
  return ALIGNED ? *reinterpret_cast<const bits4*>(from) : to_bits(load4(from, columns - column));
}

template <bool ALIGNED>
__device__ __forceinline__ void store_edge4(real* matrix, int row, int column, int rows,
                                            int columns, quad value) {
  if (row >= rows || column >= columns) return;
  real* to = matrix + (long long)row * columns + column;
  if (ALIGNED) {
    store4(to, value);
  } else {
    store4(to, value, columns - column);
  }
}

#endif
