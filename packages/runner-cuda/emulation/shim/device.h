// CUDA's device language for a host C++ compiler: what comes before a kernel's source when it is
// compiled for emulation. Nothing of the C++ library is included, so that a kernel compiles fast.
#pragma once
#include "bank-watch.h"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __grid_constant__
// kernel-builder.cpp reads it in the source.
#define __cluster_dims__(...)
// One block runs at a time, so a block's shared memory is static; its own section lets it be
// poisoned before each block.
#define __shared__ static __attribute__((section("shared_memory")))
#define __restrict__ __restrict

struct uint3 {
  unsigned x, y, z;
};
struct __align__(8) float2 {
  float x, y;
};
struct __align__(8) uint2 {
  unsigned x, y;
};
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }

namespace emulation {

struct Warp;
struct Block;
struct Cluster;
class Copies;
class Products;
class TensorStores;
struct Product;

// A thread of a block that runs.
struct Thread {
  uint3 index, block, block_extent, grid_extent;
  unsigned lane;
  Warp* warp;
  Block* home;
  Cluster* cluster;
  // What its launch adds to the shared memory that the source declares.
  unsigned char* dynamic_shared;
  Copies* copies;
  TensorStores* stores;
  // Of its warp.
  Products* products;
  // The turn of its cluster's barrier that it has come to, counted from 1.
  unsigned cluster_turn = 0;
  // Instructions of the whole warp that it has executed.
  unsigned met = 0;
};

// An instruction that the 32 threads of a warp must execute together.
enum class Instruction {
  none,
  ldmatrix,
  ldmatrix_trans,
  stmatrix,
  mma,
  half_mma,
  shuffle,
  wgmma,
  wgmma_fence,
  wgmma_commit,
  wgmma_wait,
  setmaxnreg_dec,
  setmaxnreg_inc
};

// What they hand each other in it.
struct Exchange {
  // By lane: what it came for, and how many such instructions it had executed before.
  Instruction instruction[32];
  unsigned number[32];
  const unsigned short* rows[32];
  float a[16][16], b[16][8];
  unsigned words[32];
  const Product* products[32];
};

struct Warp {
  // Of WMMA.
  float a[256], b[256];
  // They take turns: nobody comes to one again before all have left it.
  Exchange exchanges[2];
  // Instructions of which somebody has done what is done once for all lanes.
  unsigned done = 0;
  // Of each thread.
  unsigned registers = 0;
};

#ifdef EMULATION_THREADS
extern thread_local Thread* self;
#else
extern Thread* self;
#endif

void synchronize_block();
void synchronize_warp();

// Ends the worker with a message: the kernel did what no GPU allows.
[[noreturn]] void fail(const char* what);

// Brings the lanes of a warp together in an instruction: each gives its part before it waits for the others, and finds
// theirs afterwards. PTX leaves undefined what happens where not all 32 come, or to different instructions.
template <class Give>
Exchange& meet(Instruction instruction, Give give) {
  const uint3& extent = self->block_extent;
  const unsigned number = self->index.x + extent.x * (self->index.y + extent.y * self->index.z);
  if (number - self->lane + 32 > extent.x * extent.y * extent.z) fail("a warp of fewer than 32 threads multiplies");
  Exchange& exchange = self->warp->exchanges[self->met % 2];
  exchange.instruction[self->lane] = instruction;
  exchange.number[self->lane] = self->met;
  give(exchange);
  synchronize_warp();
  for (int lane = 0; lane < 32; lane++) {
    if (exchange.instruction[lane] != instruction || exchange.number[lane] != self->met) {
      fail("the lanes of a warp are not at the same matrix instruction");
    }
  }
  self->met++;
  return exchange;
}

// The same where one lane does what all have come for, before any goes on.
template <class Give, class Do>
void meet_once(Instruction instruction, Give give, Do act) {
  Exchange& exchange = meet(instruction, give);
  if (self->warp->done == self->met) return;
  self->warp->done = self->met;
  act(exchange);
}

// What the lane whose number differs in the bits of `mask` gives.
inline unsigned shuffle_across(unsigned own, unsigned mask) {
  const Exchange& all = meet(Instruction::shuffle, [&](Exchange& given) { given.words[self->lane] = own; });
  return all.words[self->lane ^ mask];
}

// In a block's shared memory: shared::cta.
unsigned shared_address(const void* at);

template <class T>
struct Argument;
template <class T>
struct Argument<T*> {
  static T* take(void* const*& tensors, const unsigned*&) { return static_cast<T*>(*tensors++); }
};
// A scalar comes as its bits.
template <>
struct Argument<int> {
  static int take(void* const*&, const unsigned*& scalars) { return static_cast<int>(*scalars++); }
};
template <>
struct Argument<float> {
  static float take(void* const*&, const unsigned*& scalars) { return __builtin_bit_cast(float, *scalars++); }
};

// Calls a kernel with its tensors and scalars, taken in the order of its parameters.
template <class... Parameters>
void call(void (*kernel)(Parameters...), void* const* tensors, const unsigned* scalars) {
  // Braces evaluate from left to right.
  struct Call {
    Call(void (*kernel)(Parameters...), Parameters... arguments) { kernel(arguments...); }
  };
  Call{kernel, Argument<Parameters>::take(tensors, scalars)...};
}

template <class T>
constexpr int is_pointer = 0;
template <class T>
constexpr int is_pointer<T*> = 1;

template <class... Parameters>
int count_pointers(void (*)(Parameters...)) {
  return (0 + ... + is_pointer<Parameters>);
}

template <class... Parameters>
int count_parameters(void (*)(Parameters...)) {
  return sizeof...(Parameters);
}

}  // namespace emulation

#define threadIdx (emulation::self->index)
#define blockIdx (emulation::self->block)
#define blockDim (emulation::self->block_extent)
#define gridDim (emulation::self->grid_extent)

inline void __syncthreads() { emulation::synchronize_block(); }
inline void __syncwarp() { emulation::synchronize_warp(); }
inline unsigned long __cvta_generic_to_shared(const void* at) { return emulation::shared_address(at); }
inline unsigned __shfl_xor_sync(unsigned lanes, unsigned value, int mask) {
  if (lanes != 0xffffffff) emulation::fail("some lanes of a warp shuffle by themselves");
  return emulation::shuffle_across(value, static_cast<unsigned>(mask));
}
// Of the C library, which is linked anyway.
extern "C" float expf(float);
extern "C" float fmaxf(float, float);
inline unsigned __float_as_uint(float value) { return __builtin_bit_cast(unsigned, value); }
inline float __uint_as_float(unsigned bits) { return __builtin_bit_cast(float, bits); }
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a < b ? b : a; }
