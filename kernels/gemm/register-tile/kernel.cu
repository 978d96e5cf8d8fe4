// Rung 4, register tile: a block stages slices of A and B in shared memory, and a thread keeps
// TM × TN elements of C in registers: for each step of K it reads TM + TN numbers from shared memory
// and makes TM · TN multiply-adds of them, where the shared tile made one of two. Everything still
// moves a number at a time.
//
// A thread's columns lie side by side, so a warp reads vectors of B that are 32 bytes apart: they take 8 passes over the banks of
// shared memory where 4 would do, and its rows of A 2 where 1 would. Rung 5 deals them out otherwise.
//
// Beyond the edges zeros are staged: they add nothing.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=8 -DTM=8 -DTN=8
//       -DTHREADS=256 -cubin kernels/gemm/register-tile/kernel.cu

#include "cuda/element.cuh"

// Numbers that a thread stages of each slice: a constant, so that all are on their way at once.
#define A_LOADS (BM * BK / THREADS)
#define B_LOADS (BK * BN / THREADS)

static_assert(THREADS == (BM / TM) * (BN / TN), "a thread for each TM × TN of C");
static_assert(A_LOADS * THREADS == BM * BK && B_LOADS * THREADS == BK * BN, "all threads stage alike");

extern "C" __global__ void __launch_bounds__(THREADS, 2)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  __shared__ float a_slice[BM][BK];
  __shared__ float b_slice[BK][BN];
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int tile_row = tile / across * BM;
  const int tile_column = tile % across * BN;
  const int local = threadIdx.x;
  const int thread_row = local / (BN / TN) * TM;
  const int thread_column = local % (BN / TN) * TN;

  float sum[TM][TN] = {};
  for (int k0 = 0; k0 < k; k0 += BK) {
#pragma unroll
    for (int i = 0; i < A_LOADS; i++) {
      const int at = local + i * THREADS;
      const int row = tile_row + at / BK;
      const int p = k0 + at % BK;
      a_slice[at / BK][at % BK] = row < m && p < k ? to_float(a[(long long)row * k + p]) : 0.0f;
    }
#pragma unroll
    for (int i = 0; i < B_LOADS; i++) {
      const int at = local + i * THREADS;
      const int p = k0 + at / BN;
      const int column = tile_column + at % BN;
      b_slice[at / BN][at % BN] = p < k && column < n ? to_float(b[(long long)p * n + column]) : 0.0f;
    }
    __syncthreads();
// Unrolled further, the registers would not suffice.
#pragma unroll 2
    for (int p = 0; p < BK; p++) {
      float a_column[TM];
      float b_row[TN];
#pragma unroll
      for (int i = 0; i < TM; i++) a_column[i] = a_slice[thread_row + i][p];
#pragma unroll
      for (int j = 0; j < TN; j++) b_row[j] = b_slice[p][thread_column + j];
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) sum[i][j] += a_column[i] * b_row[j];
      }
    }
    // The next step writes what this one still reads.
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < TM; i++) {
    const int row = tile_row + thread_row + i;
    if (row >= m) continue;
#pragma unroll
    for (int j = 0; j < TN; j++) {
      const int column = tile_column + thread_column + j;
      if (column < n) c[(long long)row * n + column] = to_real(sum[i][j]);
    }
  }
}
