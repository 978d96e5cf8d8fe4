// Rung 5, implicit GEMM on the register tile: the convolution is a product of patches (M = N·P·Q
// rows) and filters (K columns) over C·R·S, and a block computes BM × BN of it from slices of BK
// products staged in shared memory. The matrix of patches is never written down: the loader of its
// slice gathers straight from the input. A thread always loads for the same pixels, so these are taken
// apart once, before the loop.
//
// Rows of a slice are four longer than they need be, so that neighbours that write different rows use
// different banks.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=8 -DTM=8 -DTN=8 -DTHREADS=256
//       -DA_LOADS=4 -DB_LOADS=4 -DCHANNELS=64 -DR=3 -DS=3 -DNCHW=0 -cubin kernels/conv2d/implicit-gemm/kernel.cu

#include "cuda/convolution-tile.cuh"

// How far apart a thread's pixels and filters lie.
#define DOWN (BM / TM)
#define ACROSS (BN / TN)

static_assert(THREADS == DOWN * ACROSS, "a thread for each TM × TN");
static_assert(THREADS % BM == 0 && THREADS % BK == 0, "a thread loads for the same pixels");
static_assert(A_LOADS * THREADS == BM * BK && B_LOADS * THREADS == BN * BK, "all threads load alike");

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  __shared__ float a_slice[BK][BM + 4];
  __shared__ float b_slice[BK][BN + 4];
  const shape of = SHAPE_OF_PARAMETERS;
  const block_tile tile = tile_of_block(of);
  const int local = threadIdx.x;
  if (tile.first_pixel >= of.pixels()) return;

  // Neighbours load neighbours: channels in NHWC, pixels in NCHW.
  patch from[A_LOADS];
#pragma unroll
  for (int l = 0; l < A_LOADS; l++) {
    const int pixel = NCHW ? local % BM : local / BK + l * (THREADS / BK);
    from[l] = patch_or_none(of, tile.first_pixel + pixel, tile.group);
  }
  // NHWC deals out neighbouring filters to neighbouring threads, NCHW pixels: as y lies in memory.
  const int down = NCHW ? local % DOWN : local / ACROSS;
  const int right = NCHW ? local / DOWN : local % ACROSS;

  float sum[TM][TN] = {};
  for (int k0 = 0; k0 < LENGTH; k0 += BK) {
#pragma unroll
    for (int l = 0; l < A_LOADS; l++) {
      const int pixel = NCHW ? local % BM : local / BK + l * (THREADS / BK);
      const int product = NCHW ? local / BM + l * (THREADS / BM) : local % BK;
      const int at = input_of(of, from[l], k0 + product);
      a_slice[product][pixel] = at < 0 ? 0.0f : to_float(x[at]);
    }
#pragma unroll
    for (int l = 0; l < B_LOADS; l++) {
      const int product = local % BK;
      const int filter = local / BK + l * (THREADS / BK);
      const bool is_there = k0 + product < LENGTH && tile.first_filter + filter < of.filters();
      const int at = (tile.group * of.filters() + tile.first_filter + filter) * LENGTH + k0 + product;
      b_slice[product][filter] = is_there ? to_float(w[at]) : 0.0f;
    }
    __syncthreads();
    // Unrolled further, the registers would not suffice.
#pragma unroll 2
    for (int p_at = 0; p_at < BK; p_at++) {
      float a_column[TM];
      float b_row[TN];
#pragma unroll
      for (int i = 0; i < TM; i++) a_column[i] = a_slice[p_at][i * DOWN + down];
#pragma unroll
      for (int j = 0; j < TN; j++) b_row[j] = b_slice[p_at][j * ACROSS + right];
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
    const int pixel = tile.first_pixel + i * DOWN + down;
    if (pixel >= of.pixels()) continue;
    real* const first = y + output_of(of, pixel) + tile.group * of.filters() * of.y_channel();
#pragma unroll
    for (int j = 0; j < TN; j++) {
      const int filter = tile.first_filter + j * ACROSS + right;
      if (filter < of.filters()) first[filter * of.y_channel()] = to_real(sum[i][j]);
    }
  }
}
