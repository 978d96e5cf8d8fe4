// A warp's part of a block's product of BM × BN by mma.sync: WM × WN, multiplied from its own registers, wherever its operands
// come from. WARPS of the block cover its tile, by rows of their own tiles, from FIRST_WARP on; others may do something else.
#ifndef STACKBENCH_MMA_WARP_CUH
#define STACKBENCH_MMA_WARP_CUH

#include "cuda/chunk.cuh"
#include "cuda/mma.cuh"
#include "cuda/tf32.cuh"

// Products of an instruction, and its results: 16 × 8.
#define DEPTH (2 * CHUNK)
#define STEPS (BK / DEPTH)
#define DOWN (WM / 16)
#define ACROSS (WN / 8)
#define WARPS (BM / WM * (BN / WN))
#ifndef FIRST_WARP
#define FIRST_WARP 0
#endif

// TF32 has no ldmatrix that turns: numbers of a row-major B are read one by one.
#if defined(DATA_TYPE_TF32)
#define COLUMN_READS 1
#else
#define COLUMN_READS 0
#endif

static_assert(BM % WM == 0 && BN % WN == 0, "a warp for each WM × WN");
static_assert(WN * sizeof(real) % 128 == 0 && WM % 16 == 0, "rows of a warp's results fill all banks");

// The number of a warp among those that multiply, and where its tile begins in the block's.
__device__ __forceinline__ int number_of_warp() { return threadIdx.x / 32 - FIRST_WARP; }
__device__ __forceinline__ int row_of_warp() { return number_of_warp() / (BN / WN) * WM; }
__device__ __forceinline__ int column_of_warp() { return number_of_warp() % (BN / WN) * WN; }

// Operands of a warp's products of one step.
struct operands {
  unsigned a[DOWN][4];
  unsigned b[ACROSS][2];
};

// As the instruction takes them: those of TF32 are rounded.
__device__ __forceinline__ void round_operands(operands& part) {
#if defined(DATA_TYPE_TF32)
  const auto round_word = [](unsigned& word) { word = __float_as_uint(round_to_tf32(__uint_as_float(word))); };
#pragma unroll
  for (int i = 0; i < DOWN * 4; i++) round_word(part.a[i / 4][i % 4]);
#pragma unroll
  for (int i = 0; i < ACROSS * 2; i++) round_word(part.b[i / 2][i % 2]);
#endif
}

// A warp's part of the product.
typedef float results[DOWN][ACROSS][4];

__device__ __forceinline__ void multiply_operands(results& sum, const operands& part) {
#pragma unroll
  for (int i = 0; i < DOWN; i++) {
#pragma unroll
    for (int j = 0; j < ACROSS; j++) multiply(sum[i][j], part.a[i], part.b[j]);
  }
}

// Where a chunk lies in 16 rows of a warp's results. Written by rows of eight lanes: words of 4 bytes,
// or of f32 pairs of 8, of which 16 lanes fill the banks.
__device__ __forceinline__ int place_in_results(int row, int at) {
  return row * (WN * (int)sizeof(real)) + (at ^ (sizeof(real) == 2 ? row % 8 : row % 4 * 2)) * 16;
}

// Two neighbours as they are stored, to memory on their boundary.
__device__ __forceinline__ void store_pair(unsigned char* to, float first, float second) {
  struct __align__(2 * sizeof(real)) pair {
    real at[2];
  };
  *reinterpret_cast<pair*>(to) = {{to_real(first), to_real(second)}};
}

// Hands a warp's results out in pairs as lanes hold them, four lanes' in a row: `store(row, column, value)` with the
// place in the block's tile.
template <class Store>
__device__ __forceinline__ void for_each_pair(const results& sum, Store store) {
  const int lane = threadIdx.x % 32;
  const int row = row_of_warp() + lane / 4;
  const int column = column_of_warp() + lane % 4 * 2;
#pragma unroll
  for (int i = 0; i < DOWN; i++) {
#pragma unroll
    for (int j = 0; j < ACROSS; j++) {
#pragma unroll
      for (int half = 0; half < 2; half++) {
        store(row + i * 16 + half * 8, column + j * 8, float2{sum[i][j][2 * half], sum[i][j][2 * half + 1]});
      }
    }
    // Keeps compilers from working out all places first: results still take most registers.
    __syncwarp();
  }
}

// Where a lane writes two results of an instruction, and what it reads afterwards, in its warp's 16 rows.
__device__ __forceinline__ int place_of_pair(int j, int half) {
  const int lane = threadIdx.x % 32;
  const int element = 8 * j + lane % 4 * 2;
  return place_in_results(half * 8 + lane / 4, element / CHUNK) + element % CHUNK * (int)sizeof(real);
}

__device__ __forceinline__ int place_of_chunk(int number) {
  return place_in_results(number / (WN / CHUNK), number % (WN / CHUNK));
}

// Hands a warp's results out in chunks: `store(row, column, value)` with the place in the block's tile. They
// go through `shared` memory that nobody else uses then, 16 rows of each warp at a time.
template <class Store>
__device__ __forceinline__ void for_each_chunk(const results& sum, unsigned char* shared, Store store) {
  const int lane = threadIdx.x % 32;
  unsigned char* const rows = shared + number_of_warp() * (16 * WN * (int)sizeof(real));
#pragma unroll
  for (int i = 0; i < DOWN; i++) {
#pragma unroll
    for (int j = 0; j < ACROSS; j++) {
#pragma unroll
      for (int half = 0; half < 2; half++) {
        store_pair(rows + place_of_pair(j, half), sum[i][j][2 * half], sum[i][j][2 * half + 1]);
      }
    }
    __syncwarp();
#pragma unroll
    for (int number = lane; number < 16 * WN / CHUNK; number += 32) {
      store(row_of_warp() + i * 16 + number / (WN / CHUNK), column_of_warp() + number % (WN / CHUNK) * CHUNK,
            *reinterpret_cast<const chunk*>(rows + place_of_chunk(number)));
    }
    // The next rows go to the same place.
    __syncwarp();
  }
}

#endif
