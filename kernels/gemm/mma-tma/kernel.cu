// Rung 9, mma-tma: the products of gemm/mma from slices that the copy engine brings. GPUs from Hopper on have it; those of
// sm_120 have no products of warpgroups beside it, so this is the most that they offer.
//
// - One thread of a warp of its own asks for whole boxes: no address is computed, no copy issued by the warps that multiply, and
//   edges cost them nothing, as the engine writes zeros beyond the matrices.
// - Slices lie in swizzled rows of 128 bytes, 64 numbers of 16 bits deep: half as many barriers as with copies of 16 bytes, and
//   ldmatrix reads its eight rows without a conflict. TF32's numbers of B are read one by one, see place_at_turn.
// - A stage is free as soon as all warps have its last operands in registers, which they load a step ahead, from slice to
//   slice. No barrier of the block stands in the loop.
// - Blocks stay for several tiles: while results are put together in the place of the tile's last slice, the slices of the next
//   tile come to the others.
//
// `a` and `b` are tensor maps as gemm/wgmma has them, with boxes {BK, BM} and {BK, BK} of one swizzled row each: K and N are
// multiples of 16 bytes. Where C has too few tiles for the device and K is deep, a tile is one of a part of K, `span` products
// from part · span on, and `c` takes their sums in f32, one matrix after another.
// The dynamic shared memory is 1024 + STAGES · ((BM + BN) · 128 + 16) bytes.
//
//     nvcc -gencode arch=compute_120a,code=sm_120a -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=256 -DBK=64 -DWM=64 -DWN=64
//       -DTHREADS=384 -DSTAGES=2 -DSTRIP=8 -cubin kernels/gemm/mma-tma/kernel.cu

#define FIRST_WARP 4
#include "cuda/mma-warp.cuh"
#include "cuda/wgmma-roles.cuh"

static_assert(WARPS == CONSUMER_WARPS, "a consumer's warp for each WM × WN");
static_assert(STEPS % 2 == 0, "operands of a slice's first step have their place");
static_assert(COLUMN_READS || 16 * WN * WARPS <= BN * BK, "results have room in the place of a slice of B");

// Octets of columns in a swizzled row, and bytes of two chunks: what a step is along A's rows, and TF32's octet along B's.
// Chunks are exchanged by the bits of their number, so that going on by pairs of them is an exclusive or as well.
#define RUN_OCTETS (ROW_ELEMENTS / 8)
#define TWO_CHUNKS 32

// Where a lane reads operands of a slice: rows of ldmatrix, but of B in TF32 numbers, in two turns.
struct lane_places {
  int a;
  int b[COLUMN_READS ? 2 : ACROSS / 2];

  __device__ __forceinline__ lane_places() {
    const int lane = threadIdx.x % 32;
    a = place_in_runs(row_of_warp() + lane % 16, lane / 16 * CHUNK);
#if COLUMN_READS
#pragma unroll
    for (int turn = 0; turn < 2; turn++) b[turn] = place_at_turn(turn, column_of_warp());
#else
#pragma unroll
    for (int pair = 0; pair < ACROSS / 2; pair++) {
      b[pair] = place_in_runs(lane % 16, column_of_warp() + 16 * pair + lane / 16 * CHUNK);
    }
#endif
  }
};

__device__ __forceinline__ void load_operands(operands& to, const unsigned char* a_slice, const unsigned char* b_slice,
                                              const lane_places& at, int step) {
#pragma unroll
  for (int i = 0; i < DOWN; i++) load_matrices(to.a[i], a_slice + (at.a ^ step * TWO_CHUNKS) + i * 16 * 128);
  const unsigned char* const rows = b_slice + step * DEPTH * 128;
#if COLUMN_READS
  const bool is_odd = threadIdx.x % 2;
#pragma unroll
  for (int j = 0; j < ACROSS; j++) {
    unsigned read[2];
#pragma unroll
    for (int turn = 0; turn < 2; turn++) {
      const int place = (at.b[turn] ^ j % RUN_OCTETS * TWO_CHUNKS) + j / RUN_OCTETS * BK * 128;
      read[turn] = *reinterpret_cast<const unsigned*>(rows + place);
    }
    to.b[j][0] = is_odd ? read[1] : read[0];
    to.b[j][1] = is_odd ? read[0] : read[1];
  }
#else
#pragma unroll
  for (int pair = 0; pair < ACROSS / 2; pair++) {
    unsigned both[4];
    load_turned_matrices(both, rows + at.b[pair]);
#pragma unroll
    for (int i = 0; i < 4; i++) to.b[2 * pair + i / 2][i % 2] = both[i];
  }
#endif
  round_operands(to);
}

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const __grid_constant__ tensor_map a, const __grid_constant__ tensor_map b, real* c, int m, int n, int k,
           int span) {
  const stages slices;
  const works all{m, n, k, span};
  if (threadIdx.x < 128) {
    give_registers<24>();
    if (threadIdx.x == 0) slices.produce(all, matrices{&a, &b});
    return;
  }
  take_registers<240>();
  const lane_places at;
  ring next;
  const auto load_step = [&](operands& to, int step) {
    load_operands(to, slices.a + next.stage * A_BYTES, slices.b + next.stage * B_BYTES, at, step);
  };
  // All lanes have read what they wanted of a stage.
  const auto leave = [&] {
    __syncwarp();
    slices.release(next.stage);
    next.advance();
  };
  for (int number = blockIdx.x; number < all.count; number += gridDim.x) {
    const work now = all.at(number);
    results sum = {};
    operands part[2];
    wait(&slices.full[next.stage], next.parity);
    load_step(part[0], 0);
    for (int left = now.steps; left > 0; left--) {
#pragma unroll
      for (int step = 0; step < STEPS; step++) {
        if (step < STEPS - 1) {
          load_step(part[(step + 1) % 2], step + 1);
        } else if (left > 1) {
          leave();
          wait(&slices.full[next.stage], next.parity);
          load_step(part[0], 0);
        }
        multiply_operands(sum, part[step % 2]);
      }
    }
    if (COLUMN_READS || span < k) {
      // Of f32, four lanes' pairs are as much as memory moves at least.
      float* const sums = reinterpret_cast<float*>(c) + (long long)now.part * m * n;
      for_each_pair(sum, [&](int row, int column, float2 value) {
        if (now.row + row >= m || now.column + column >= n) return;
        *reinterpret_cast<float2*>(&sums[(long long)(now.row + row) * n + now.column + column]) = value;
      });
    } else {
      // Others may read the last slice still.
      bar_sync(1, 32 * WARPS);
      for_each_chunk(sum, slices.b + next.stage * B_BYTES, [&](int row, int column, const chunk& value) {
        if (now.row + row >= m) return;
        store_chunk<true>(c + (long long)(now.row + row) * n + now.column + column, value, n - now.column - column);
      });
      // The copy engine writes there next.
      fence_proxy_async();
    }
    leave();
  }
}
