// Rung 10, wgmma: Hopper's own way (sm_90a). WMMA's tensor cores wait for warps to load fragments into
// registers; here a warpgroup of 128 threads multiplies 64 × BN × 16 straight from shared memory, and
// a copy engine (TMA) fills that memory by itself, told by a single thread.
//
// So the roles are split. Warpgroup 0 produces: one thread keeps STAGES slices of A and B on their
// way. Warpgroups 1 and 2 consume: each multiplies its 64 rows of the slices as they come, with one
// group of products always in flight. Two barriers a stage connect them: `full` ends when the bytes
// are there, `empty` when all consumer warps have multiplied. The producer gives its registers away.
//
// Blocks stay for several tiles: while consumers write one tile of C, the slices of the next are on
// their way. Tiles are taken in strips of STRIP tile rows, so that the blocks at work share what
// they read in L2. Where C has too few of them for the device and K is deep, a tile is one of a part of K: the part that is
// number z adds up `span` products from z · span on, and `c` takes their sums in f32, one matrix after another.
//
// A slice is BM rows of 64 elements of A (K contiguous) and BN / 64 boxes of 64 columns × 64 rows of B
// (N contiguous), all in swizzled rows of 128 bytes. `a` and `b` are tensor maps passed by value, made
// by cuTensorMapEncodeTiled: the stored type, 2 dimensions, extents {K, M} and {N, K}, row stride in
// bytes, boxes {64, BM} and {64, BK}, SWIZZLE_128B, no interleave, fill with zeros. TMA wants strides
// that are multiples of 16 bytes: K and N are multiples of 8. Beyond the edges it writes zeros.
// The dynamic shared memory is 1024 + STAGES · (BM + BN) · BK · 2 + 16 · STAGES bytes.
//
//     nvcc -gencode arch=compute_90a,code=sm_90a -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=256 -DBK=64
//       -DSTAGES=4 -DSTRIP=8 -DTHREADS=384 -cubin kernels/gemm/wgmma/kernel.cu

#include "cuda/wgmma-roles.cuh"

// Rows of a warpgroup's product, and its depth.
#define GROUP_ROWS 64
#define DEPTH 16

static_assert(sizeof(real) == 2, "operands of 16 bits");
static_assert(BM == GROUP_ROWS * CONSUMERS, "a consumer has its rows of C");
static_assert(BN == 128 || BN == 256, "products of these widths are written down");

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

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const __grid_constant__ tensor_map a, const __grid_constant__ tensor_map b, real* c, int m,
           int n, int k, int span) {
  const stages slices;
  const works all{m, n, k, span};
  if (threadIdx.x < 128) {
    give_registers<24>();
    if (threadIdx.x == 0) slices.produce(all, &a, &b);
  } else {
    take_registers<240>();
    const int consumer = threadIdx.x / 128 - 1;
    ring next;
    for (int number = blockIdx.x; number < all.count; number += gridDim.x) {
      const work now = all.at(number);
      float sum[BN / 2];
      int before = 0;
      for (int step = 0; step < now.steps; step++, next.advance()) {
        wait(&slices.full[next.stage], next.parity);
        const unsigned char* const a_rows =
            slices.a + next.stage * A_BYTES + consumer * GROUP_ROWS * 128;
        const unsigned char* const b_rows = slices.b + next.stage * B_BYTES;
        open_products();
#pragma unroll
        for (int p = 0; p < BK / DEPTH; p++) {
          // 16 elements further along A's rows; 16 rows further down B's.
          multiply(sum, describe(a_rows + p * DEPTH * 2, 16, CORE_BYTES),
                   describe(b_rows + p * DEPTH * 128, BK * 128, CORE_BYTES), step + p > 0);
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
      if (span < k) {
        store_sums(reinterpret_cast<float*>(c) + (long long)now.part * m * n, sum, row, now.column, m, n);
      } else {
        store_rows(c, sum, row, now.column, m, n);
      }
    }
  }
}
