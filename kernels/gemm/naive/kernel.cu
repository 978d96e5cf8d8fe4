// Rung 1, naive: one thread computes one element of C and reads its row of A and its column of B
// straight from memory. Threads that are neighbours in x read neighbouring columns of B, so their
// loads coalesce; everything is still read from memory again and again.
//
// Blocks take the tiles of C row by row, in the order of their number: a grid with too many tiles
// along one side is folded into two dimensions.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=16 -DBN=16 -cubin kernels/gemm/naive/kernel.cu

#include "cuda/element.cuh"

extern "C" __global__ void __launch_bounds__(BM* BN)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int row = tile / across * BM + threadIdx.y;
  const int column = tile % across * BN + threadIdx.x;
  if (row >= m || column >= n) return;
  const real* a_row = a + (long long)row * k;
  const real* b_column = b + column;
  float sum = 0;
  for (int p = 0; p < k; p++) sum += to_float(a_row[p]) * to_float(b_column[(long long)p * n]);
  c[(long long)row * n + column] = to_real(sum);
}
