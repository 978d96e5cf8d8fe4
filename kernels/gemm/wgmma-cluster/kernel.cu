// Rung 11, wgmma-cluster: what rung 10 leaves undone beside its products.
//
// - Two blocks of a cluster take tiles of C one above the other, which need the same slices of B: each loads half
//   of the rows of a slice, and the copy engine writes them into both. L2 is asked for a third less at 128 × 256.
//   Each block's slice is then written by both, so a stage is free once the consumers of both have multiplied it.
// - Results leave through shared memory of their own, by the copy engine, while the next tile is multiplied, whose
//   results then wait until the place is free. 16 bytes of a row are exchanged as the engine does it, so that
//   stmatrix writes eight rows without a conflict.
// - With PING_PONG a consumer has a tile to itself, and the two take turns: one multiplies while the other
//   empties its registers. Otherwise each has half of the rows of the same tile.
//
// Slices and tensor maps of `a` and `b` are those of rung 10, but for the box of `b`: {64, BK / CLUSTER}. `c` is a
// tensor map, too, with extents {N, M} and a box of {64, 64}. The grid is a multiple of the cluster. The dynamic
// shared memory is 1024 + STAGES · ((BM + BN) · BK · 2 + 16) + (PING_PONG ? 2 : 1) · BM · BN · 2 + 16 bytes.
//
//     nvcc -gencode arch=compute_90a,code=sm_90a -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=256 -DBK=64 -DSTAGES=3
//       -DSTRIP=4 -DTHREADS=384 -DPING_PONG=0 -cubin kernels/gemm/wgmma-cluster/kernel.cu

#include "cuda/wgmma-roles.cuh"

#define CLUSTER 2
// Rows of a warpgroup's product, its depth, and boxes of B across.
#define GROUP_ROWS 64
#define DEPTH 16
#define RUNS (BN / ROW_ELEMENTS)
// Rows of a consumer's tile, in products.
#define PARTS (BM / GROUP_ROWS / (PING_PONG ? 1 : CONSUMERS))
// 64 × 64 of C, and a consumer's.
#define BOX_BYTES (GROUP_ROWS * 128)
#define C_BYTES (PARTS * RUNS * BOX_BYTES)

static_assert(sizeof(real) == 2, "operands of 16 bits");
static_assert(BN % ROW_ELEMENTS == 0 && BN <= 256, "products of these widths are written down");
static_assert(BM == PARTS * GROUP_ROWS * (PING_PONG ? 1 : CONSUMERS) && PARTS > 0, "consumers share the tile");

// Writes 64 × BN of results to boxes of shared memory. A lane holds of every eight columns 2·(l mod 4) and the next, in
// rows l / 4 and l / 4 + 8 of its warp's 16, which are two matrices of stmatrix.
__device__ __forceinline__ void stage_results(unsigned char* boxes, const float (&sum)[BN / 2]) {
  const int lane = threadIdx.x % 32;
  const int row = threadIdx.x % 128 / 32 * 16 + lane % 16;
#pragma unroll
  for (int octet = 0; octet < BN / 8; octet += 2) {
    const int chunk = (octet % 8 + lane / 16) ^ row % 8;
    const float* own = &sum[4 * octet];
    store_matrix_x4(boxes + octet / 8 * BOX_BYTES + row * 128 + chunk * 16, pack(own[0], own[1]),
                    pack(own[2], own[3]), pack(own[4], own[5]), pack(own[6], own[7]));
  }
}

extern "C" __global__ void __cluster_dims__(CLUSTER, 1, 1) __launch_bounds__(THREADS, 1)
    kernel(const __grid_constant__ tensor_map a, const __grid_constant__ tensor_map b,
           const __grid_constant__ tensor_map c, int m, int n, int k) {
  unsigned char* const a_slices =
      dynamic_shared + (CORE_BYTES - shared_address(dynamic_shared) % CORE_BYTES) % CORE_BYTES;
  unsigned char* const b_slices = a_slices + STAGES * A_BYTES;
  unsigned char* const results = b_slices + STAGES * B_BYTES;
  uint64* const full = reinterpret_cast<uint64*>(results + CONSUMERS * C_BYTES);
  uint64* const empty = full + STAGES;
  // Of each consumer, whose turn it is to multiply.
  uint64* const turn = empty + STAGES;

  if (threadIdx.x == 0) {
    for (int stage = 0; stage < STAGES; stage++) {
      initialize_barrier(&full[stage], 1);
      // A warp of each that multiplies the stage.
      initialize_barrier(&empty[stage], CLUSTER * 4 * (PING_PONG ? 1 : CONSUMERS));
    }
    for (int consumer = 0; consumer < CONSUMERS; consumer++) initialize_barrier(&turn[consumer], 4);
    publish_barriers();
  }
  // No block writes to another before its barriers are there.
  cluster_sync();

  const int rank = cluster_rank();
  const int down = (m + CLUSTER * BM - 1) / (CLUSTER * BM);
  const int across = (n + BN - 1) / BN;
  const int steps = (k + BK - 1) / BK;
  const int clusters = gridDim.x / CLUSTER;
  ring next;

  if (threadIdx.x < 128) {
    give_registers<40>();
    if (threadIdx.x == 0) {
      prefetch(&a);
      prefetch(&b);
      prefetch(&c);
      for (int tile = blockIdx.x / CLUSTER; tile < down * across; tile += clusters) {
        int row;
        int column;
        place_tile(tile, down, across, row, column);
        row = CLUSTER * row + rank * BM;
        // Unrolled, it would need more registers than it keeps.
#pragma unroll 1
        for (int step = 0; step < steps; step++, next.advance()) {
          uint64* const arrival = &full[next.stage];
          wait(&empty[next.stage], next.parity ^ 1);
          arrive_expecting(arrival, A_BYTES + B_BYTES);
          copy_box(a_slices + next.stage * A_BYTES, &a, step * BK, row, arrival);
          const int half = rank * (BK / CLUSTER);
          unsigned char* const b_rows = b_slices + next.stage * B_BYTES + half * 128;
#pragma unroll
          for (int run = 0; run < RUNS; run++) {
            tma_load_2d_multicast(b_rows + run * BK * 128, &b, column + run * ROW_ELEMENTS, step * BK + half, arrival,
                                  (1 << CLUSTER) - 1);
          }
        }
      }
    }
  } else {
    take_registers<232>();
    const int consumer = threadIdx.x / 128 - 1;
    const int lane = threadIdx.x % 32;
    const bool leads = threadIdx.x % 128 == 0;
    // Its rows of the tile, and its part of the tiles.
    const int first_row = PING_PONG ? 0 : consumer * GROUP_ROWS * PARTS;
    const int apart = PING_PONG ? CONSUMERS * clusters : clusters;
    int tile = blockIdx.x / CLUSTER;
    if (PING_PONG && consumer > 0) {
      tile += clusters;
      next.skip(steps);
    }
    unsigned char* const own_results = results + consumer * C_BYTES;
    // The first turn is that of consumer 0.
    int turn_parity = consumer ^ 1;
    const auto release = [&](int stage) {
      if (lane < CLUSTER) mbarrier_arrive_cluster(&empty[stage], lane);
    };
    for (; tile < down * across; tile += apart) {
      int row;
      int column;
      place_tile(tile, down, across, row, column);
      row = CLUSTER * row + rank * BM + first_row;
      float sum[PARTS][BN / 2];
      int before = 0;
      if (PING_PONG) wait(&turn[consumer], turn_parity);
      for (int step = 0; step < steps; step++, next.advance()) {
        wait(&full[next.stage], next.parity);
        const unsigned char* const a_rows = a_slices + next.stage * A_BYTES + first_row * 128;
        const unsigned char* const b_rows = b_slices + next.stage * B_BYTES;
        open_products();
#pragma unroll
        for (int p = 0; p < BK / DEPTH; p++) {
#pragma unroll
          for (int part = 0; part < PARTS; part++) {
            multiply(sum[part], describe(a_rows + part * GROUP_ROWS * 128 + p * DEPTH * 2, 16, CORE_BYTES),
                     describe(b_rows + p * DEPTH * 128, BK * 128, CORE_BYTES), step + p > 0);
          }
        }
        close_products();
        // The slices of the step before are no longer read.
        await_products<1>();
        if (step > 0) release(before);
        before = next.stage;
      }
      if (PING_PONG) {
        // What the other multiplies comes right behind.
        if (lane == 0) arrive(&turn[consumer ^ 1]);
        turn_parity ^= 1;
        next.skip(steps);
      }
      await_products<0>();
      release(before);
      // The results of the tile before have left.
      if (leads) bulk_wait_group_read<0>();
      bar_sync(1 + consumer, 128);
#pragma unroll
      for (int part = 0; part < PARTS; part++) stage_results(own_results + part * RUNS * BOX_BYTES, sum[part]);
      fence_proxy_async();
      bar_sync(1 + consumer, 128);
      if (leads) {
#pragma unroll
        for (int box = 0; box < PARTS * RUNS; box++) {
          tma_store_2d(&c, own_results + box * BOX_BYTES, column + box % RUNS * ROW_ELEMENTS,
                       row + box / RUNS * GROUP_ROWS);
        }
        bulk_commit_group();
      }
    }
    if (leads) bulk_wait_group_read<0>();
  }
  // No block ends while the other arrives at its barriers.
  cluster_sync();
}
