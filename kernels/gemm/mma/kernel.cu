// Rung 9, mma: tensor cores fed as they want it, on every GPU that has them. Where WMMA hides which lane holds what, mma.sync
// says it, and so:
//
// - slices come by asynchronous copies of 16 bytes, STAGES - 1 of them on their way while one is multiplied: nothing
//   passes through registers, and one barrier a slice is enough;
// - chunks of 16 bytes are exchanged in shared memory instead of rows being padded, and ldmatrix reads four
//   matrices of 8 × 8 at a time, of B turned, without a conflict;
// - operands of the next step are loaded while those of this one are multiplied;
// - results are put together in shared memory and leave in rows of 16 bytes a lane;
// - blocks take tiles in strips of STRIP tile rows, so that those which run together share A and B in L2.
//
// The one slice that may be shorter comes first: all others are copied without asking where K ends. Rows and columns
// beyond C are copies of some within, multiplied and never stored. Rows that do not begin on 16 bytes (A16, B16), and
// Turing, which has no such copies, take the way through registers.
//
// Where C has too few tiles for the device and K is deep, blocks of layer z add up `span` products from z · span on, and
// `c` takes their sums in f32, one matrix after another.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=256 -DBK=32 -DWM=64 -DWN=64 -DTHREADS=256 -DSTAGES=4
//       -DSTRIP=8 -DB_TURNED=0 -DA16=1 -DB16=1 -cubin kernels/gemm/mma/kernel.cu

// What comes element by element takes registers.
#define LOADS_AHEAD (A16 || B16)

#include "cuda/mma-tile.cuh"
#include "cuda/tile-order.cuh"

// Chunks of a slice that a thread copies: rows apart by as many as all threads copy at once.
#define A_COPIES (BM * ROW_CHUNKS / THREADS)
#define A_APART (THREADS / ROW_CHUNKS)
#define B_COPIES (BK * BN / CHUNK / THREADS)
#define B_APART (THREADS * CHUNK / BN)

static_assert(A_COPIES * A_APART == BM && B_COPIES * B_APART == BK, "all threads copy alike");
static_assert(A_APART % 8 == 0 && (COLUMN_READS || B_APART % 8 == 0), "chunks of a thread are exchanged alike");

// What a thread copies of each slice: chunks of one column of A's chunks, and of one of B's.
struct slice_copies {
  const real* a;
  const real* b;
  unsigned a_rows[A_COPIES];
  unsigned b_apart;
  int a_chunk, b_row, b_columns, a_place, b_place;
  // Products of the first slice, and elements from one row of B to the next.
  int first, n;
  brought<A16, A_COPIES> a_chunks;
  brought<B16, B_COPIES> b_chunks;

  __device__ __forceinline__ slice_copies(const real* a_, const real* b_, int row, int column, int m, int n_, int k, int depth) {
    const int thread = threadIdx.x;
    a_chunk = thread % ROW_CHUNKS;
    const int a_row = thread / ROW_CHUNKS;
    a_place = place_in_rows(a_row, a_chunk);
    a = a_ + (long long)row * k + a_chunk * CHUNK;
#pragma unroll
    for (int i = 0; i < A_COPIES; i++) a_rows[i] = (unsigned)min(a_row + i * A_APART, m - 1 - row) * k;
    b_row = thread / (BN / CHUNK);
    const int b_chunk = thread % (BN / CHUNK);
    b_place = A_BYTES + place_in_columns(b_row, b_chunk);
    b_columns = n_ - column - b_chunk * CHUNK;
    // Of columns beyond C, a vector takes others, and a single number none.
    b = b_ + (long long)b_row * n_ + column + (B16 && b_columns <= 0 ? 0 : b_chunk * CHUNK);
    b_apart = (unsigned)B_APART * n_;
    n = n_;
    first = (depth - 1) % BK + 1;
  }

  __device__ __forceinline__ void start(unsigned char* slice, bool is_first) {
#pragma unroll
    for (int i = 0; i < A_COPIES; i++) {
      a_chunks.start(i, slice + a_place + i * A_APART * 16 * ROW_CHUNKS, a + a_rows[i],
                     is_first ? first - a_chunk * CHUNK : CHUNK);
    }
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) {
      const bool is_there = !is_first || b_row + i * B_APART < first;
      b_chunks.start(i, slice + b_place + i * B_APART * B_ROW_BYTES, b + i * b_apart,
                     !is_there ? 0 : B16 ? CHUNK : b_columns);
    }
    const int products = is_first ? first : BK;
    a += products;
    b += (long long)products * n;
  }

  __device__ __forceinline__ void finish(unsigned char* slice) {
#pragma unroll
    for (int i = 0; i < A_COPIES; i++) a_chunks.finish(i, slice + a_place + i * A_APART * 16 * ROW_CHUNKS);
#pragma unroll
    for (int i = 0; i < B_COPIES; i++) b_chunks.finish(i, slice + b_place + i * B_APART * B_ROW_BYTES);
  }
};

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* a, const real* b, real* c, int m, int n, int k, int span) {
  const block_part part = part_of_block(m, n, k, span);
  if (!part.is_there) return;
  slice_copies copies{a + part.begin, b + (long long)part.begin * n, part.row, part.column, m, n, k, part.products};
  results sum = {};
  multiply_slices(sum, (part.products + BK - 1) / BK, copies);
  if (span < k) {
    float* const sums = reinterpret_cast<float*>(c) + (long long)blockIdx.z * m * n;
    for_each_pair(sum, [&](int at_row, int at_column, float2 value) {
      if (part.row + at_row >= m) return;
      float* const to = sums + (long long)(part.row + at_row) * n + part.column + at_column;
      const int count = n - part.column - at_column;
      if (B16) {
        if (count > 0) *reinterpret_cast<float2*>(to) = value;
      } else {
        if (count > 0) to[0] = value.x;
        if (count > 1) to[1] = value.y;
      }
    });
    return;
  }
  for_each_chunk(sum, [&](int at_row, int at_column, const chunk& value) {
    if (part.row + at_row >= m) return;
    store_chunk<B16>(c + (long long)(part.row + at_row) * n + part.column + at_column, value, n - part.column - at_column);
  });
}
