// One launch of an emulated kernel: which blocks and threads there are, and in which order they run.
#pragma once
#include <array>
#include <algorithm>
#include <new>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "copies.hpp"
#include "order.hpp"
#include "shim/device.h"

namespace emulation {

// A compiled kernel.
struct Kernel {
  void (*launch)(void* const* tensors, const unsigned* scalars);
  // The block's shared memory.
  volatile unsigned char* shared_begin;
  volatile unsigned char* shared_end;
};

struct Launch {
  const Kernel& kernel;
  std::array<unsigned, 3> grid, block;
  std::vector<void*> tensors;
  std::vector<unsigned> scalars;
  size_t dynamic_shared_bytes;
  Order order;

  unsigned threads() const { return block[0] * block[1] * block[2]; }
  unsigned blocks() const { return grid[0] * grid[1] * grid[2]; }
};

// Runs a launch to its end, a block at a time. fibers.cpp: the threads of a block take turns.
// threads.cpp: they are threads of the system, for ThreadSanitizer.
void run(const Launch& launch);

// The numbers below `count` in `order`. `round` tells one shuffle from the next.
inline std::vector<unsigned> ordered(unsigned count, Order order, unsigned round) {
  std::vector<unsigned> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0u);
  if (order == Order::reverse) std::reverse(numbers.begin(), numbers.end());
  if (order == Order::shuffled) {
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937{round});
  }
  return numbers;
}

inline uint3 unflatten(unsigned number, const std::array<unsigned, 3>& extent) {
  return {number % extent[0], number / extent[0] % extent[1], number / extent[0] / extent[1]};
}

// The threads of a launch's blocks, with their warps and what they copy.
struct Team {
  std::vector<Warp> warps;
  std::vector<Copies> copies;
  std::vector<Thread> threads;

  explicit Team(const Launch& launch) : warps((launch.threads() + 31) / 32), threads(launch.threads()) {
    const auto extent = [](const std::array<unsigned, 3>& e) { return uint3{e[0], e[1], e[2]}; };
    for (unsigned i = 0; i < threads.size(); i++) copies.emplace_back(launch.order, i);
    for (unsigned i = 0; i < threads.size(); i++) {
      threads[i] = {unflatten(i, launch.block), {},     extent(launch.block), extent(launch.grid),
                    i % 32,                     &warps[i / 32], &copies[i]};
    }
  }

  void enter_block(const Launch& launch, unsigned block) {
    for (Thread& thread : threads) thread.block = unflatten(block, launch.grid);
  }
};

// The shared memory that a launch adds, one block's at a time.
class DynamicShared {
 public:
  explicit DynamicShared(size_t bytes) : bytes_(bytes) {
    dynamic_shared = static_cast<unsigned char*>(::operator new(bytes, alignment));
  }
  ~DynamicShared() { ::operator delete(dynamic_shared, alignment); }
  DynamicShared(const DynamicShared&) = delete;
  size_t bytes() const { return bytes_; }

 private:
  static constexpr std::align_val_t alignment{1024};
  size_t bytes_;
};

// Fills a block's shared memory with NaN, which nothing computed from unwritten memory can hide.
// The address sanitizer must not look: its redzones lie between the arrays.
__attribute__((no_sanitize("address", "thread"), noinline)) inline void poison_shared(const Kernel& kernel,
                                                                                      const DynamicShared& dynamic) {
  for (volatile unsigned char* at = kernel.shared_begin; at < kernel.shared_end; at++) *at = 0xff;
  for (volatile unsigned char* at = dynamic_shared; at < dynamic_shared + dynamic.bytes(); at++) *at = 0xff;
}

}  // namespace emulation
