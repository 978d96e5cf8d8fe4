// Rung 2, shared tile: a block reads a BM × BK slice of A and a BK × BN slice of B into shared
// memory once, and all its threads multiply from there. Each element of A is now read from memory
// N / BN times instead of N, each of B M / BM times. A thread still computes one element of C, and
// every multiply-add still needs two reads, though from nearer memory.
//
// BM, BN and BK are equal here, so that each thread stages one element of each slice. Beyond the
// edges zeros are staged: they add nothing.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=16 -DBN=16 -DBK=16 -cubin kernels/gemm/shared-tile/kernel.cu

#include "cuda/element.cuh"

static_assert(BM == BK && BN == BK, "a thread stages one element of each slice");

extern "C" __global__ void __launch_bounds__(BM* BN)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  __shared__ float a_slice[BM][BK];
  __shared__ float b_slice[BK][BN];
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int x = threadIdx.x;
  const int y = threadIdx.y;
  const int row = tile / across * BM + y;
  const int column = tile % across * BN + x;
  const real* a_row = a + (long long)row * k;
  const real* b_column = b + column;
  float sum = 0;
  for (int k0 = 0; k0 < k; k0 += BK) {
    a_slice[y][x] = row < m && k0 + x < k ? to_float(a_row[k0 + x]) : 0.0f;
    b_slice[y][x] = k0 + y < k && column < n ? to_float(b_column[(long long)(k0 + y) * n]) : 0.0f;
    __syncthreads();
#pragma unroll
    for (int p = 0; p < BK; p++) sum += a_slice[y][p] * b_slice[p][x];
    // The next step writes what this one still reads.
    __syncthreads();
  }
  if (row < m && column < n) c[(long long)row * n + column] = to_real(sum);
}
