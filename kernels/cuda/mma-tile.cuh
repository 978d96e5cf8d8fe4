// A block's product of BM × BN by mma.sync, whatever its operands are gathered from: slices of BK products stream
// through STAGES places in shared memory, and each warp multiplies WM × WN from its own registers.
//
// A slice lies in chunks of 16 bytes, which are what a copy moves and what ldmatrix reads as a row. Rows of A are 64 bytes:
// two fill the 32 banks once, so chunks of rows 2r and 2r + 1 are exchanged by r % 4, and the eight rows that ldmatrix
// reads together lie in different banks. Rows of B are multiples of 128 bytes and exchanged by their number % 8. TF32 has
// no ldmatrix that turns; numbers of a row-major B are read one by one, of four rows and eight columns together: rows
// 8 banks apart put them into 32 banks. A B_TURNED one has its products in a row as A has, and lies like it.
#ifndef STACKBENCH_MMA_TILE_CUH
#define STACKBENCH_MMA_TILE_CUH

#include "cuda/dynamic-shared.cuh"
#include "cuda/mma-warp.cuh"

// Turing has no copies that go on by themselves.
#if __CUDA_ARCH__ >= 800
#define HAS_ASYNC_COPY 1
#include "cuda/async-copy.cuh"
#else
#define HAS_ASYNC_COPY 0
template <int BYTES>
__device__ __forceinline__ void copy_async(void*, const void*, int) {}
__device__ __forceinline__ void commit_copies() {}
template <int PENDING>
__device__ __forceinline__ void await_copies() {}
#endif

// Whether operands of the next step are loaded while those of this one are multiplied. A kernel says 0 whose registers do not
// suffice for both.
#ifndef LOADS_AHEAD
#define LOADS_AHEAD 1
#endif

// Chunks in a row of a slice of A.
#define ROW_CHUNKS 4
#define B_ROW_BYTES ((BN + 8 * COLUMN_READS) * (int)sizeof(real))

#define A_BYTES (BM * BK * (int)sizeof(real))
#define B_BYTES (B_TURNED ? BN * BK * (int)sizeof(real) : BK * B_ROW_BYTES)
#define STAGE_BYTES (A_BYTES + B_BYTES)

static_assert(BK == ROW_CHUNKS * CHUNK, "a row of A's slice is 64 bytes");
static_assert(THREADS == 32 * WARPS, "all warps multiply");
static_assert(STAGES >= 2, "one slice is copied while another is multiplied");

// Chunks of one operand that a thread brings into shared memory: by asynchronous copies, or through registers. `present`
// elements of a chunk are there, all or none of an ALIGNED one.
template <bool ALIGNED, int COUNT>
struct brought {
  static constexpr bool is_async = ALIGNED && HAS_ASYNC_COPY;
  chunk staged[is_async ? 1 : COUNT];

  __device__ __forceinline__ void start(int i, unsigned char* to, const real* from, int present) {
    if (is_async) {
      copy_async<16>(to, from, max(0, min(present, CHUNK)) * (int)sizeof(real));
    } else if (ALIGNED) {
      staged[i] = present > 0 ? *reinterpret_cast<const chunk*>(from) : chunk{};
    } else {
      staged[i] = gather(from, present);
    }
  }
  __device__ __forceinline__ void finish(int i, unsigned char* to) {
    if (!is_async) *reinterpret_cast<chunk*>(to) = staged[i];
  }
};

// Where a chunk lies in a slice of A, or of a turned B, in bytes.
__device__ __forceinline__ int place_in_rows(int row, int at) {
  return row * (16 * ROW_CHUNKS) + (at ^ row / 2 % 4) * 16;
}

// The same in a row-major B.
__device__ __forceinline__ int place_in_columns(int row, int at) {
  return row * B_ROW_BYTES + (COLUMN_READS ? at : at ^ row % 8) * 16;
}

// What a lane reads first of a slice; all else is a constant away.
struct lane_places {
  int a[STEPS];
  int b[COLUMN_READS ? STEPS : B_TURNED ? STEPS : ACROSS / 2];
};

__device__ __forceinline__ lane_places places_of_lane() {
  const int lane = threadIdx.x % 32;
  const int warp_row = row_of_warp();
  const int warp_column = column_of_warp();
  lane_places at;
#pragma unroll
  for (int step = 0; step < STEPS; step++) {
    at.a[step] = place_in_rows(warp_row + lane % 16, 2 * step + lane / 16);
  }
#if B_TURNED
#pragma unroll
  for (int step = 0; step < STEPS; step++) {
    at.b[step] = A_BYTES + place_in_rows(warp_column + lane / 16 * 8 + lane % 8, 2 * step + lane / 8 % 2);
  }
#elif COLUMN_READS
  at.b[0] = A_BYTES + lane % 4 * B_ROW_BYTES + (warp_column + lane / 4) * (int)sizeof(real);
#else
#pragma unroll
  for (int pair = 0; pair < ACROSS / 2; pair++) {
    at.b[pair] = A_BYTES + place_in_columns(lane % 16, warp_column / CHUNK + 2 * pair + lane / 16);
  }
#endif
  return at;
}

__device__ __forceinline__ void load_operands(operands& to, const unsigned char* slice, const lane_places& at,
                                              int step) {
#pragma unroll
  for (int i = 0; i < DOWN; i++) load_matrices(to.a[i], slice + at.a[step] + i * 16 * 16 * ROW_CHUNKS);
#if !B_TURNED && COLUMN_READS
#pragma unroll
  for (int j = 0; j < ACROSS; j++) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const int row = step * DEPTH + 4 * half;
      to.b[j][half] = *reinterpret_cast<const unsigned*>(slice + at.b[0] + row * B_ROW_BYTES + j * 8 * 4);
    }
  }
#else
#pragma unroll
  for (int pair = 0; pair < ACROSS / 2; pair++) {
    unsigned both[4];
#if B_TURNED
    load_matrices(both, slice + at.b[step] + pair * 16 * 16 * ROW_CHUNKS);
#else
    load_turned_matrices(both, slice + at.b[pair] + step * DEPTH * B_ROW_BYTES);
#endif
#pragma unroll
    for (int i = 0; i < 4; i++) to.b[2 * pair + i / 2][i % 2] = both[i];
  }
#endif
  round_operands(to);
}

// Adds up all slices. `copies.start(to, is_first)` begins to bring the next one to its place,
// `copies.finish(to)` stores what comes there through registers.
template <class Copies>
__device__ __forceinline__ void multiply_slices(results& sum, int slices, Copies& copies) {
  const lane_places at = places_of_lane();
#pragma unroll
  for (int slice = 0; slice < STAGES - 1; slice++) {
    if (slice < slices) {
      copies.start(dynamic_shared + slice * STAGE_BYTES, slice == 0);
      copies.finish(dynamic_shared + slice * STAGE_BYTES);
    }
    commit_copies();
  }
  await_copies<STAGES - 2>();
  __syncthreads();
  operands part[2];
  if (LOADS_AHEAD) load_operands(part[0], dynamic_shared, at, 0);
  int from = 0;
  int to = (STAGES - 1) * STAGE_BYTES;
  for (int left = slices; left > 0; left--) {
    const bool copies_more = left >= STAGES;
    const auto turn = [&] {
      if (copies_more) copies.finish(dynamic_shared + to);
      // The next slice is there for all, and this one has been read by all.
      await_copies<STAGES - 2>();
      __syncthreads();
      to = from;
      from = from == (STAGES - 1) * STAGE_BYTES ? 0 : from + STAGE_BYTES;
    };
#pragma unroll
    for (int step = 0; step < STEPS; step++) {
      const bool is_last = step == STEPS - 1;
      if (LOADS_AHEAD) {
        if (is_last) turn();
        load_operands(part[(step + 1) % 2], dynamic_shared + from, at, (step + 1) % STEPS);
      } else {
        load_operands(part[0], dynamic_shared + from, at, step);
      }
      if (step == 0) {
        if (copies_more) copies.start(dynamic_shared + to, false);
        commit_copies();
      }
      multiply_operands(sum, part[LOADS_AHEAD ? step % 2 : 0]);
      if (!LOADS_AHEAD && is_last) turn();
    }
  }
}

// As for_each_chunk, once all slices are multiplied: in their place.
template <class Store>
__device__ __forceinline__ void for_each_chunk(const results& sum, Store store) {
  // Others may read the last slice still.
  __syncthreads();
  for_each_chunk(sum, dynamic_shared, store);
}

#endif
