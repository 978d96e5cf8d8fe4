// Rung 10 in TF32. wgmma takes TF32 operands from shared memory with K contiguous alone; A lies so, and a row-major B
// does not. So this computes Cᵀ = Bᵀ·Aᵀ: its second operand is A's slice as it lies, N of the instruction is BM rows
// of C, and its first operand, 64 columns of B, comes from registers, which may gather it from anywhere.
//
// What that costs: each consumer reads its part of B's slice number by number, 16 a thread for 32 products of K, without
// a conflict, and its products of a slice end before it reads the next; the other's fill the time between. In return B
// is rounded to nearest on the way. Tensor cores cut off the lower bits of what they read from shared memory, which is A.
//
// Roles, stages and parts of K are those of rung 10. A slice is BM rows of 32 elements of A and BN / 32 boxes of 32
// columns × 32 rows of B, in swizzled rows of 128 bytes; tensor maps have boxes {32, BM} and {32, 32}. K and N are multiples
// of 4. A lane's results lie in columns of C: eight lanes write 32 contiguous bytes of a row.
//
//     nvcc -gencode arch=compute_90a,code=sm_90a -I kernels -DDATA_TYPE_TF32 -DBM=256 -DBN=128 -DBK=32 -DSTAGES=4
//       -DSTRIP=4 -DTHREADS=384 -cubin kernels/gemm/wgmma-transposed/kernel.cu

#include "cuda/tf32.cuh"
#include "cuda/wgmma-roles.cuh"

// Columns of C of a warpgroup's product, and its depth.
#define GROUP_COLUMNS 64
#define DEPTH 8
#define STEPS (BK / DEPTH)

static_assert(BM == 128 || BM == 256, "products of these widths are written down");
static_assert(BN == GROUP_COLUMNS * CONSUMERS, "a consumer has its columns of C");

// Where a lane finds its numbers of a consumer's 64 columns of B.
struct lane_places {
  int at[2][2];
  __device__ __forceinline__ lane_places(int consumer) {
    const int warp_column = consumer * GROUP_COLUMNS + threadIdx.x % 128 / 32 * 16;
#pragma unroll
    for (int turn = 0; turn < 2; turn++) {
#pragma unroll
      for (int half = 0; half < 2; half++) at[turn][half] = place_at_turn(turn, warp_column + 8 * half);
    }
  }
};

__device__ __forceinline__ uint32 read_rounded(const unsigned char* at) {
  return __float_as_uint(round_to_tf32(*reinterpret_cast<const float*>(at)));
}

// A lane's part of Bᵀ in a step: of columns g and g + 8, row t, then row t + 4.
__device__ __forceinline__ void read_columns(uint32 (&to)[4], const unsigned char* slice, const lane_places& places) {
  const bool is_odd = threadIdx.x % 2;
#pragma unroll
  for (int half = 0; half < 2; half++) {
    const uint32 first = read_rounded(slice + places.at[0][half]);
    const uint32 second = read_rounded(slice + places.at[1][half]);
    to[half] = is_odd ? second : first;
    to[half + 2] = is_odd ? first : second;
  }
}

// Writes BM × 64 of C, which lies there turned: of every eight rows a lane holds 2·(l mod 4) and the next, in columns
// l / 4 and l / 4 + 8 of its warp's 16.
__device__ __forceinline__ void store_columns(float* c, const float (&sum)[BM / 2], int row, int column, int m,
                                              int n) {
  const int lane = threadIdx.x % 32;
  const int first_row = row + lane % 4 * 2;
  const int first_column = column + threadIdx.x % 128 / 32 * 16 + lane / 4;
#pragma unroll
  for (int at = 0; at < BM / 2; at++) {
    const int at_row = first_row + at / 4 * 8 + at % 2;
    const int at_column = first_column + at / 2 % 2 * 8;
    if (at_row < m && at_column < n) c[(long long)at_row * n + at_column] = sum[at];
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const __grid_constant__ tensor_map a, const __grid_constant__ tensor_map b, float* c, int m, int n, int k,
           int span) {
  const stages slices;
  const works all{m, n, k, span};
  if (threadIdx.x < 128) {
    give_registers<24>();
    if (threadIdx.x == 0) slices.produce(all, matrices{&a, &b});
  } else {
    take_registers<240>();
    const int consumer = threadIdx.x / 128 - 1;
    const lane_places places{consumer};
    ring next;
    for (int number = blockIdx.x; number < all.count; number += gridDim.x) {
      const work now = all.at(number);
      float sum[BM / 2];
      for (int step = 0; step < now.steps; step++, next.advance()) {
        wait(&slices.full[next.stage], next.parity);
        const unsigned char* const a_rows = slices.a + next.stage * A_BYTES;
        const unsigned char* const b_rows = slices.b + next.stage * B_BYTES;
        uint32 columns[STEPS][4];
#pragma unroll
        for (int p = 0; p < STEPS; p++) read_columns(columns[p], b_rows + p * DEPTH * 128, places);
        open_products();
#pragma unroll
        for (int p = 0; p < STEPS; p++) {
          multiply(sum, columns[p], describe(a_rows + p * DEPTH * 4, 16, CORE_BYTES), step + p > 0);
        }
        close_products();
        await_products<0>();
        slices.release(next.stage);
      }
      store_columns(c + (span < k ? (long long)now.part * m * n : 0), sum, now.row,
                    now.column + consumer * GROUP_COLUMNS, m, n);
    }
  }
}
