// Slices of A and B that the copy engine (TMA) keeps on their way while others are multiplied: one thread of the block produces,
// CONSUMER_WARPS multiply what comes. STAGES slices lie in shared memory, in swizzled rows of 128 bytes. Two barriers a stage
// connect the roles: `full` ends when the bytes are there, `empty` when all warps of the consumers have multiplied. Blocks stay
// for several tiles of C, each in a part of K: `span` products from part · span on.
#ifndef STACKBENCH_TMA_STAGES_CUH
#define STACKBENCH_TMA_STAGES_CUH

#include "cuda/dynamic-shared.cuh"
#include "cuda/element.cuh"
#include "cuda/hopper.cuh"
#include "cuda/tile-order.cuh"

// Eight rows of 128 bytes.
#define CORE_BYTES 1024
#define A_BYTES (BM * BK * (int)sizeof(real))
#define B_BYTES (BN * BK * (int)sizeof(real))
// Elements of a swizzled row.
#define ROW_ELEMENTS (128 / (int)sizeof(real))

static_assert(BK == ROW_ELEMENTS, "a row of A's slice is one swizzled row");

// Where an element of B's slice lies, in bytes: boxes of one swizzled row's columns, one after another.
__device__ __forceinline__ int place_in_runs(int row, int column) {
  const int chunk = column % ROW_ELEMENTS * (int)sizeof(real) / 16 ^ row % 8;
  return (column / ROW_ELEMENTS * BK + row) * 128 + chunk * 16 + column * (int)sizeof(real) % 16;
}

// Where a lane's number of eight columns from `column` on lies, as mma.sync and wgmma take those of TF32: column g, and of
// every eight rows t and t + 4, where g is the lane's number / 4 and t is it % 4. Those with an even t read row t first, in turn
// 0, the others row t + 4: so the eight chunks differ that a warp reads from.
__device__ __forceinline__ int place_at_turn(int turn, int column) {
  const int lane = threadIdx.x % 32;
  return place_in_runs(lane % 4 + 4 * (lane % 2 ^ turn), column + lane / 4);
}

// A tile of C in a part of K, and how many slices it takes.
struct work {
  int row, column, part, first, steps;
};

// All of a problem; parts one after another.
struct works {
  int down, across, k, span, count;
  __device__ __forceinline__ works(int m, int n, int k, int span)
      : down((m + BM - 1) / BM), across((n + BN - 1) / BN), k(k), span(span) {
    count = down * across * ((k + span - 1) / span);
  }
  __device__ __forceinline__ work at(int number) const {
    work result;
    result.part = number / (down * across);
    place_tile(number - result.part * down * across, down, across, result.row, result.column);
    result.first = result.part * span;
    result.steps = (min(span, k - result.first) + BK - 1) / BK;
    return result;
  }
};

// The stage that comes next, from tile to tile, and its parity, which changes with every round of them.
struct ring {
  int stage = 0;
  int parity = 0;
  __device__ __forceinline__ void advance() {
    if (++stage == STAGES) {
      stage = 0;
      parity ^= 1;
    }
  }
  __device__ __forceinline__ void skip(int slices) {
    stage += slices;
    parity ^= stage / STAGES & 1;
    stage %= STAGES;
  }
};

// Where slices lie, and their barriers.
struct stages {
  unsigned char* a;
  unsigned char* b;
  uint64* full;
  uint64* empty;

  __device__ __forceinline__ stages() {
    a = dynamic_shared + (CORE_BYTES - shared_address(dynamic_shared) % CORE_BYTES) % CORE_BYTES;
    b = a + STAGES * A_BYTES;
    full = reinterpret_cast<uint64*>(b + STAGES * B_BYTES);
    empty = full + STAGES;
    if (threadIdx.x == 0) {
      for (int stage = 0; stage < STAGES; stage++) {
        initialize_barrier(&full[stage], 1);
        initialize_barrier(&empty[stage], CONSUMER_WARPS);
      }
      publish_barriers();
    }
    __syncthreads();
  }

  // What the one thread does that produces: of each tile, `source.slices_of(work)` brings one slice after another, to where it
  // is to lie of A and of B.
  template <class Source>
  __device__ __forceinline__ void produce(const works& all, const Source& source) const {
    ring next;
    for (int number = blockIdx.x; number < all.count; number += gridDim.x) {
      const work now = all.at(number);
      auto slices = source.slices_of(now);
      for (int step = 0; step < now.steps; step++, next.advance()) {
        wait(&empty[next.stage], next.parity ^ 1);
        arrive_expecting(&full[next.stage], A_BYTES + B_BYTES);
        slices.bring(a + next.stage * A_BYTES, b + next.stage * B_BYTES, &full[next.stage]);
      }
    }
  }

  // A warp has multiplied a stage.
  __device__ __forceinline__ void release(int stage) const {
    if (threadIdx.x % 32 == 0) arrive(&empty[stage]);
  }
};

// Slices of two matrices, of which B has its columns in runs of one swizzled row.
struct matrices {
  const tensor_map* a_map;
  const tensor_map* b_map;

  struct slices {
    const matrices& of;
    int row, column, product;

    __device__ __forceinline__ void bring(unsigned char* a, unsigned char* b, uint64* barrier) {
      copy_box(a, of.a_map, product, row, barrier);
#pragma unroll
      for (int run = 0; run < BN / ROW_ELEMENTS; run++) {
        copy_box(b + run * BK * 128, of.b_map, column + run * ROW_ELEMENTS, product, barrier);
      }
      product += BK;
    }
  };

  __device__ __forceinline__ matrices(const tensor_map* a, const tensor_map* b) : a_map(a), b_map(b) {
    prefetch(a);
    prefetch(b);
  }
  __device__ __forceinline__ slices slices_of(const work& now) const { return {*this, now.row, now.column, now.first}; }
};

#endif
