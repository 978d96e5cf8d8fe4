// The main loop of Hopper's kernels of rung 10: two warpgroups multiply 64 × BN of slices in 16 bits that lie in shared memory, with
// one group of products always in flight, and write what comes of it. A slice is BM rows of A with K contiguous, in swizzled rows of 128 bytes; of B it is
// BN / 64 boxes of 64 columns × BK rows, or where it is B_TURNED, BN rows as A has them.
#ifndef STACKBENCH_WGMMA_TILE_CUH
#define STACKBENCH_WGMMA_TILE_CUH

#include "cuda/wgmma-roles.cuh"

// Rows of a warpgroup's product, and its depth.
#define GROUP_ROWS 64
#define DEPTH 16

static_assert(sizeof(real) == 2, "operands of 16 bits");
static_assert(BM == GROUP_ROWS * CONSUMERS, "a consumer has its rows of C");
static_assert(BN == 64 || BN == 128 || BN == 256, "products of these widths are written down");

// Writes a consumer's 64 × BN of C. Lane l holds columns 2·(l mod 4) and the next of every eight, in
// rows l / 4 and l / 4 + 8 of its warp's 16. Neighbouring lanes swap halves, so that each has four
// columns in a row and a row's two octets are 32 contiguous bytes.
__device__ __forceinline__ void store_rows(real* c, const float (&sum)[BN / 2], int row, int column,
                                           int m, int n) {
  const int lane = threadIdx.x % 32;
  const int odd = lane % 2;
  const int first_row = row + threadIdx.x % 128 / 32 * 16 + lane / 4;
#pragma unroll
  for (int octet = 0; octet < BN / 8; octet += 2) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const float* own = &sum[4 * octet + 2 * half];
      const uint32 left = pack(own[0], own[1]);
      const uint32 right = pack(own[4], own[5]);
      const uint32 swapped = __shfl_xor_sync(0xffffffff, odd ? left : right, 1);
      const int at_row = first_row + 8 * half;
      const int at_column = column + 8 * (octet + odd) + lane % 4 / 2 * 4;
      if (at_row < m && at_column < n) {
        *reinterpret_cast<uint2*>(&c[(long long)at_row * n + at_column]) =
            odd ? make_uint2(swapped, right) : make_uint2(left, swapped);
      }
    }
  }
}

// Writes the same as sums, in pairs as lanes hold them: four lanes' are 32 contiguous bytes.
__device__ __forceinline__ void store_sums(float* sums, const float (&sum)[BN / 2], int row, int column,
                                           int m, int n) {
  const int lane = threadIdx.x % 32;
  const int first_row = row + threadIdx.x % 128 / 32 * 16 + lane / 4;
#pragma unroll
  for (int octet = 0; octet < BN / 8; octet++) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const int at_row = first_row + 8 * half;
      const int at_column = column + 8 * octet + lane % 4 * 2;
      if (at_row < m && at_column < n) {
        *reinterpret_cast<float2*>(&sums[(long long)at_row * n + at_column]) =
            float2{sum[4 * octet + 2 * half], sum[4 * octet + 2 * half + 1]};
      }
    }
  }
}

// What a consumer does: of each tile it multiplies its rows of the slices as they come, and writes them to `c`, an m × n matrix; of
// tiles in parts of K their sums, one matrix after another.
__device__ __forceinline__ void multiply_works(const stages& slices, const works& all, real* c, int m, int n) {
  const int consumer = threadIdx.x / 128 - 1;
  ring next;
  for (int number = blockIdx.x; number < all.count; number += gridDim.x) {
    const work now = all.at(number);
    float sum[BN / 2];
    int before = 0;
    for (int step = 0; step < now.steps; step++, next.advance()) {
      wait(&slices.full[next.stage], next.parity);
      const unsigned char* const a_rows = slices.a + next.stage * A_BYTES + consumer * GROUP_ROWS * 128;
      const unsigned char* const b_rows = slices.b + next.stage * B_BYTES;
      open_products();
#pragma unroll
      for (int p = 0; p < BK / DEPTH; p++) {
        // 16 elements further along A's rows.
        const uint64 a_rows_at = describe(a_rows + p * DEPTH * 2, 16, CORE_BYTES);
#if B_TURNED
        multiply<0>(sum, a_rows_at, describe(b_rows + p * DEPTH * 2, 16, CORE_BYTES), step + p > 0);
#else
        // 16 rows further down B's.
        multiply(sum, a_rows_at, describe(b_rows + p * DEPTH * 128, BK * 128, CORE_BYTES), step + p > 0);
#endif
      }
      close_products();
      // The slices of the step before are no longer read.
      await_products<1>();
      if (step > 0) slices.release(before);
      before = next.stage;
    }
    await_products<0>();
    slices.release(before);
    const int row = now.row + consumer * GROUP_ROWS;
    if (all.span < all.k) {
      store_sums(reinterpret_cast<float*>(c) + (long long)now.part * m * n, sum, row, now.column, m, n);
    } else {
      store_rows(c, sum, row, now.column, m, n);
    }
  }
}

#endif
