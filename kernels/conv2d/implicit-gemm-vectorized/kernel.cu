// Rung 6, vectorized implicit GEMM: the same tile, with everything moved in vectors of four. Vectors
// are loaded along C·R·S and turned on their way into shared memory, so that the pixels, or filters,
// that a thread needs for one product lie side by side. A thread's pixels and filters lie in groups of
// four, dealt out over the tile, so that no two neighbours fight over a bank.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=16 -DTM=8 -DTN=8
//       -DTHREADS=256 -DCHANNELS=64 -DR=3 -DS=3 -DNCHW=0 -DX4=1 -DW4=1 -DY4=1
//       -cubin kernels/conv2d/implicit-gemm-vectorized/kernel.cu

#include "cuda/convolution-vectors.cuh"

// Vectors of pixels and of filters that a thread computes, and how far apart they lie.
#define ROW_QUADS (TM / 4)
#define COLUMN_QUADS (TN / 4)
#define ROWS_APART (4 * (BM / TM))
#define COLUMNS_APART (4 * (BN / TN))
// Vectors that a thread stages of each slice.
#define A_QUADS (BM * BK / 4 / THREADS)
#define B_QUADS (BN * BK / 4 / THREADS)

static_assert(THREADS == (BM / TM) * (BN / TN), "a thread for each TM × TN");
static_assert(A_QUADS * THREADS * 4 == BM * BK && B_QUADS * THREADS * 4 == BN * BK,
              "all threads stage alike");
static_assert(THREADS % (BK / 4) == 0 && THREADS % BM == 0, "a thread loads for the same pixels");

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  __shared__ __align__(16) float a_slice[BK][BM + 4];
  __shared__ __align__(16) float b_slice[BK][BN + 4];
  const shape of = SHAPE_OF_PARAMETERS;
  const block_tile tile = tile_of_block(of);
  const int local = threadIdx.x;
  if (tile.first_pixel >= of.pixels()) return;

  // Neighbours load neighbours: channels in NHWC, pixels in NCHW.
  patch from[A_QUADS];
#pragma unroll
  for (int l = 0; l < A_QUADS; l++) {
    const int pixel = NCHW ? local % BM : (local + l * THREADS) / (BK / 4);
    from[l] = patch_or_none(of, tile.first_pixel + pixel, tile.group);
  }
  // NHWC deals out neighbouring filters to neighbouring threads, NCHW pixels: as y lies in memory.
  const int down = 4 * (NCHW ? local % (BM / TM) : local / (BN / TN));
  const int right = 4 * (NCHW ? local / (BM / TM) : local % (BN / TN));

  float sum[TM][TN] = {};
  for (int k0 = 0; k0 < LENGTH; k0 += BK) {
#pragma unroll
    for (int l = 0; l < A_QUADS; l++) {
      const int at = local + l * THREADS;
      const int pixel = NCHW ? at % BM : at / (BK / 4);
      const int product = 4 * (NCHW ? at / BM : at % (BK / 4));
      const quad value = to_quad(load_patch4(of, x, from[l], k0 + product));
#pragma unroll
      for (int e = 0; e < 4; e++) a_slice[product + e][pixel] = value.at[e];
    }
#pragma unroll
    for (int l = 0; l < B_QUADS; l++) {
      const int at = local + l * THREADS;
      const int filter = at / (BK / 4);
      const int product = at % (BK / 4) * 4;
      const quad value =
          to_quad(load_filter4(of, w, tile.group, tile.first_filter + filter, k0 + product));
#pragma unroll
      for (int e = 0; e < 4; e++) b_slice[product + e][filter] = value.at[e];
    }
    __syncthreads();
    // Unrolled further, the registers would not suffice.
#pragma unroll 2
    for (int p_at = 0; p_at < BK; p_at++) {
      quad a_column[ROW_QUADS];
      quad b_row[COLUMN_QUADS];
#pragma unroll
      for (int i = 0; i < ROW_QUADS; i++) {
        a_column[i] = *reinterpret_cast<quad*>(&a_slice[p_at][down + i * ROWS_APART]);
      }
#pragma unroll
      for (int j = 0; j < COLUMN_QUADS; j++) {
        b_row[j] = *reinterpret_cast<quad*>(&b_slice[p_at][right + j * COLUMNS_APART]);
      }
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) sum[i][j] += a_column[i / 4].at[i % 4] * b_row[j / 4].at[j % 4];
      }
    }
    // The next step writes what this one still reads.
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < TM; i++) {
    const int pixel = tile.first_pixel + down + i / 4 * ROWS_APART + i % 4;
#pragma unroll
    for (int j = 0; j < COLUMN_QUADS; j++) {
      const float* four = &sum[i][4 * j];
      store_output4(of, y, pixel, tile.group, tile.first_filter + right + j * COLUMNS_APART,
                    {{four[0], four[1], four[2], four[3]}});
    }
  }
}
