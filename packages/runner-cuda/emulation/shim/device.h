// CUDA's device language for a host C++ compiler: what comes before a kernel's source when it is
// compiled for emulation. Nothing of the C++ library is included, so that a kernel compiles fast.
#pragma once

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
// One block runs at a time, so a block's shared memory is static; its own section lets it be
// poisoned before each block.
#define __shared__ static __attribute__((section("shared_memory")))
#define __restrict__ __restrict

struct uint3 {
  unsigned x, y, z;
};

namespace emulation {

struct Warp;

// A thread of the block that runs.
struct Thread {
  uint3 index, block, block_extent, grid_extent;
  unsigned lane;
  Warp* warp;
};

// What the 32 threads of a warp hand each other in a matrix instruction.
struct Warp {
  float a[256], b[256];
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
// Of the C library, which is linked anyway.
extern "C" float expf(float);
extern "C" float fmaxf(float, float);
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a < b ? b : a; }
