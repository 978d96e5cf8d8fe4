// The threads of a launch that run at the same time, and in which order.
#pragma once
#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "cluster.hpp"
#include "copies.hpp"
#include "grid.hpp"
#include "products.hpp"
#include "shim/device.h"

namespace emulation {

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

// The threads of a launch's clusters, with their warps and what they have started.
struct Team {
  Cluster cluster;
  std::vector<Warp> warps;
  std::vector<Warpgroup> warpgroups;
  std::vector<Copies> copies;
  std::vector<TensorStores> stores;
  // By warp.
  std::vector<Products> products;
  // Those of the cluster's first block, then those of the second…
  std::vector<Thread> threads;

  explicit Team(const Launch& launch) : cluster{{}, CopyEngine{launch.order}} {
    const auto extent = [](const std::array<unsigned, 3>& e) { return uint3{e[0], e[1], e[2]}; };
    const unsigned blocks = launch.kernel.cluster_blocks();
    const unsigned in_block = launch.threads();
    const unsigned block_warps = (in_block + 31) / 32;
    for (unsigned rank = 0; rank < blocks; rank++) {
      cluster.blocks.push_back({SharedMemory{launch.dynamic_shared_bytes}, rank});
    }
    warps.resize(blocks * block_warps);
    warpgroups.resize(warps.size());
    for (unsigned warp = 0; warp < warps.size(); warp++) {
      const unsigned first = warp - warp % block_warps % 4;
      products.emplace_back(launch.order, warp, warp - first, warpgroups[first]);
    }
    for (unsigned i = 0; i < blocks * in_block; i++) {
      copies.emplace_back(launch.order, i);
      stores.emplace_back(launch.order, i);
    }
    for (unsigned i = 0; i < blocks * in_block; i++) {
      Block& home = cluster.blocks[i / in_block];
      const unsigned number = i % in_block;
      const unsigned warp = home.rank * block_warps + number / 32;
      threads.push_back({unflatten(number, launch.block), {}, extent(launch.block), extent(launch.grid), number % 32,
                         &warps[warp], &home, &cluster, home.shared.dynamic(), &copies[i], &stores[i], &products[warp]});
    }
  }

  // Of the grid's clusters, the one of this number.
  void enter(const Launch& launch, unsigned number) {
    const auto& [x, y, z] = launch.kernel.cluster;
    const uint3 first = unflatten(number, {launch.grid[0] / x, launch.grid[1] / y, launch.grid[2] / z});
    // What the compiler may give each thread at most.
    const unsigned registers = std::min(255u, register_file / launch.threads()) / 8 * 8;
    for (Block& block : cluster.blocks) {
      block.shared.poison();
      block.living = launch.threads();
      block.free_registers = register_file - registers * launch.threads();
    }
    for (Warp& warp : warps) warp.registers = registers;
    for (Warpgroup& group : warpgroups) group = {};
    for (Products& of_warp : products) of_warp.begin();
    for (Thread& thread : threads) {
      const uint3 within = unflatten(thread.home->rank, launch.kernel.cluster);
      thread.block = {first.x * x + within.x, first.y * y + within.y, first.z * z + within.z};
    }
  }

  static constexpr unsigned register_file = 64 * 1024;
};

// Fills with NaN what the source declares of shared memory, which nothing computed from unwritten memory can hide.
// The address sanitizer must not look: its redzones lie between the arrays.
__attribute__((no_sanitize("address", "thread"), noinline)) inline void poison_shared(const Kernel& kernel) {
  for (volatile unsigned char* at = kernel.shared_begin; at < kernel.shared_end; at++) *at = 0xff;
}

}  // namespace emulation
