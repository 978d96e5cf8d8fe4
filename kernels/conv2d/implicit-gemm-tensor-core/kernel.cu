// Rung 8, implicit GEMM on tensor cores: a warp multiplies tiles of 16 × 16 in hardware (WMMA), in
// f16, bf16 or TensorFloat-32 with sums in f32. Patches and filters are staged in the stored type and
// not turned: both have their products in a row (NHWC), which is what tensor cores want of A, and of B
// as a matrix whose columns are contiguous. Results leave through shared memory, where f32 becomes the
// stored type and the edges are guarded.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=128 -DBK=32 -DWM=64 -DWN=32
//       -DTHREADS=256 -DCHANNELS=64 -DR=3 -DS=3 -DNCHW=0 -DX4=1 -DW4=1 -DY4=1
//       -cubin kernels/conv2d/implicit-gemm-tensor-core/kernel.cu

#include "cuda/convolution-vectors.cuh"
#include "cuda/tensor-core.cuh"

// Result tiles of a warp.
#define DOWN (WM / TILE)
#define ACROSS (WN / TILE)
#define WARPS (THREADS / 32)
// Vectors that a thread stages of each slice.
#define A_QUADS (BM * BK / 4 / THREADS)
#define B_QUADS (BN * BK / 4 / THREADS)

static_assert(NCHW == 0, "products lie in a row");
static_assert(BM / WM * (BN / WN) == WARPS, "a warp for each WM × WN");
static_assert(A_QUADS * THREADS * 4 == BM * BK && B_QUADS * THREADS * 4 == BN * BK,
              "all threads stage alike");

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  __shared__ __align__(32) real a_slice[BM][BK + ROW_PADDING];
  __shared__ __align__(32) real b_slice[BN][BK + ROW_PADDING];
  __shared__ __align__(32) float results[WARPS][TILE][RESULT_ROW];
  const shape of = SHAPE_OF_PARAMETERS;
  const block_tile tile = tile_of_block(of);
  const int local = threadIdx.x;
  const int warp_row = local / 32 / (BN / WN) * WM;
  const int warp_column = local / 32 % (BN / WN) * WN;
  if (tile.first_pixel >= of.pixels()) return;

  // What this thread stages in each row it visits: the same products, and the same pixels each time.
  const int product = local % (BK / 4) * 4;
  const int first_row = local / (BK / 4);
  const int rows_apart = THREADS / (BK / 4);
  patch from[A_QUADS];
#pragma unroll
  for (int l = 0; l < A_QUADS; l++) {
    from[l] = patch_or_none(of, tile.first_pixel + first_row + l * rows_apart, tile.group);
  }

  // The slices at k0: on their way into registers while those before are multiplied.
  bits4 a_staged[A_QUADS];
  bits4 b_staged[B_QUADS];
  const auto load = [&](int k0) {
#pragma unroll
    for (int l = 0; l < A_QUADS; l++) a_staged[l] = move_patch4(of, x, from[l], k0 + product);
#pragma unroll
    for (int l = 0; l < B_QUADS; l++) {
      const int filter = tile.first_filter + first_row + l * rows_apart;
      b_staged[l] = move_filter4(of, w, tile.group, filter, k0 + product);
    }
  };

  result_tile sum[DOWN][ACROSS];
#pragma unroll
  for (int i = 0; i < DOWN; i++) {
#pragma unroll
    for (int j = 0; j < ACROSS; j++) wmma::fill_fragment(sum[i][j], 0.0f);
  }
  load(0);
  for (int k0 = 0; k0 < LENGTH; k0 += BK) {
#pragma unroll
    for (int l = 0; l < A_QUADS; l++) {
      store4(&a_slice[first_row + l * rows_apart][product], to_operands(a_staged[l]));
    }
#pragma unroll
    for (int l = 0; l < B_QUADS; l++) {
      store4(&b_slice[first_row + l * rows_apart][product], to_operands(b_staged[l]));
    }
    __syncthreads();
    if (k0 + BK < LENGTH) load(k0 + BK);
#pragma unroll
    for (int p_at = 0; p_at < BK; p_at += TILE_K) {
      left_tile left[DOWN];
#pragma unroll
      for (int i = 0; i < DOWN; i++) {
        wmma::load_matrix_sync(left[i], &a_slice[warp_row + i * TILE][p_at], BK + ROW_PADDING);
      }
#pragma unroll
      for (int j = 0; j < ACROSS; j++) {
        turned_tile right;
        wmma::load_matrix_sync(right, &b_slice[warp_column + j * TILE][p_at], BK + ROW_PADDING);
#pragma unroll
        for (int i = 0; i < DOWN; i++) wmma::mma_sync(sum[i][j], left[i], right, sum[i][j]);
      }
    }
    // The next step writes what this one still reads.
    __syncthreads();
  }

  for_each_result(results[local / 32], sum, [&](int row, int column, quad value) {
    store_output4(of, y, tile.first_pixel + warp_row + row, tile.group,
                  tile.first_filter + warp_column + column, value);
  });
}
