// Rung 7, pipelined warp tile: the warp tile of rung 6, with everything taken out of its main loop that does not
// multiply, so that more than 92 % of what it issues are multiply-adds:
//
// - slices of B come by asynchronous copies, STAGES - 1 of them on their way while one is multiplied. A has to be
//   turned, so its slices pass through registers, a slice ahead;
// - what a thread needs for the next step of K is read from shared memory while it multiplies for this one,
//   so a slice is unrolled whole, and needs one barrier;
// - the one slice that may be shorter comes first: all others are loaded without asking where K ends. Rows and columns
//   beyond C are copies of some within, multiplied and never stored;
// - A's slices lie by columns of A without gaps: rows are exchanged instead, see cuda/pipelined-tile.cuh;
// - blocks take tiles in strips of STRIP tile rows, so that those which run together share A and B in L2.
//
// Where C has few tiles and K is deep, K is split: block (x, y, z) adds up `span` products from z · span on, and
// writes its own matrix of sums; `c` holds gridDim.z of them.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DBM=128 -DBN=128 -DBK=16 -DWM=64 -DWN=64 -DTM=8 -DTN=16 -DACROSS=4
//       -DTHREADS=128 -DBLOCKS=2 -DSTAGES=3 -DSTRIP=8 -DB_TURNED=0 -DA4=1 -DB4=1
//       -cubin kernels/gemm/warp-tile-pipelined/kernel.cu

#include "cuda/matrix-edge.cuh"
#include "cuda/pipelined-tile.cuh"
#include "cuda/tile-order.cuh"

// Vectors of A and of B that a thread brings of each slice: rows of B apart by as many as all threads bring at once.
#define A_QUADS (BM / TURNED_APART)
#define B_WIDE (BN / 4)
#define B_APART (THREADS / B_WIDE)
#define B_QUADS (BK / B_APART)

static_assert(TURNED_APART * A_QUADS == BM && B_APART * B_QUADS == BK, "all threads bring alike");

// What a thread brings of each slice: A_QUADS rows of A at one place along K, and B_QUADS products at one place along N.
struct slice_copies {
  const real* a;
  const real* b;
  unsigned a_rows[A_QUADS];
  quad a_staged[A_QUADS];
  int b_columns, n;
  // Products of the first slice.
  int first;

  __device__ __forceinline__ slice_copies(const real* a_, const real* b_, int row, int column, int m, int n_, int k,
                                          int products)
      : n(n_), first((products - 1) % BK + 1) {
    a = a_ + (long long)row * k + a_product();
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      a_rows[i] = (unsigned)min(a_row() + i * TURNED_APART, m - 1 - row) * k;
      // Compilers would work these out in every slice again.
      asm("" : "+r"(a_rows[i]));
    }
    b_columns = n - column - b_column();
    b = b_ + (long long)b_product() * n + column + (B4 && b_columns <= 0 ? 0 : b_column());
  }

  __device__ __forceinline__ void load(bool is_first) {
    const int count = is_first ? first : BK;
    const int present = count - a_product();
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      const real* from = a + a_rows[i];
      if (A4) {
        a_staged[i] = present > 0 ? to_quad(load4(from)) : quad{};
      } else {
        a_staged[i] = to_quad(load4(from, present));
      }
    }
    a += count;
  }

  __device__ __forceinline__ void store(unsigned char* a_slice) const {
#pragma unroll
    for (int i = 0; i < A_QUADS; i++) {
      unsigned char* const to = a_slice + place_when_turned<BM>(a_row(), a_product() / 4, i);
#pragma unroll
      for (int l = 0; l < 4; l++) *reinterpret_cast<float*>(to + l * BM * 4) = a_staged[i].at[l];
    }
  }

  __device__ __forceinline__ void start(unsigned char*, unsigned char* b_slice, bool is_first) {
    const int count = is_first ? first : BK;
#pragma unroll
    for (int i = 0; i < B_QUADS; i++) {
      unsigned char* const to = b_slice + b_product() * BN * 4 + b_column() * 4 + i * B_APART * BN * 4;
      const real* from = b + (unsigned long long)(unsigned)n * (i * B_APART);
      const bool is_there = !is_first || b_product() + i * B_APART < count;
      if (B4) {
        copy_async<16>(to, from, is_there ? 16 : 0);
      } else {
#pragma unroll
        for (int l = 0; l < 4; l++) copy_async<4>(to + l * 4, from + l, is_there && l < b_columns ? 4 : 0);
      }
    }
    b += (long long)count * n;
  }

 private:
  static __device__ __forceinline__ int a_row() { return threadIdx.x / PRODUCT_QUADS; }
  static __device__ __forceinline__ int a_product() { return threadIdx.x % PRODUCT_QUADS * 4; }
  static __device__ __forceinline__ int b_product() { return threadIdx.x / B_WIDE; }
  static __device__ __forceinline__ int b_column() { return threadIdx.x % B_WIDE * 4; }
};

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
    kernel(const real* a, const real* b, real* c, int m, int n, int k, int span) {
  const block_part part = part_of_block(m, n, k, span);
  if (!part.is_there) return;
  slice_copies copies{a + part.begin, b + (long long)part.begin * n, part.row, part.column, m, n, k, part.products};
  float sum[TM][TN] = {};
  multiply_slices(sum, (part.products + BK - 1) / BK, copies);
  real* const sums = c + (long long)blockIdx.z * m * n;
  for_each_quad(sum, [&](int at_row, int at_column, quad value) {
    store_edge4<B4>(sums, part.row + at_row, part.column + at_column, m, n, value);
  });
}
