// One launch of an emulated kernel: which blocks and threads there are.
#pragma once
#include <algorithm>
#include <array>
#include <vector>

#include "order.hpp"

namespace emulation {

// A compiled kernel.
struct Kernel {
  void (*launch)(void* const* tensors, const unsigned* scalars);
  // The shared memory that its source declares, of the block that runs.
  volatile unsigned char* shared_begin;
  volatile unsigned char* shared_end;
  // Blocks of a cluster along x, y, z.
  std::array<unsigned, 3> cluster{1, 1, 1};

  unsigned cluster_blocks() const { return cluster[0] * cluster[1] * cluster[2]; }
};

struct Launch {
  const Kernel& kernel;
  std::array<unsigned, 3> grid, block;
  std::vector<void*> tensors;
  std::vector<unsigned> scalars;
  size_t dynamic_shared_bytes;
  Order order;
  // No more are run.
  unsigned most_clusters = ~0u;

  unsigned threads() const { return block[0] * block[1] * block[2]; }
  unsigned clusters() const {
    return std::min(most_clusters, grid[0] * grid[1] * grid[2] / kernel.cluster_blocks());
  }
};

// Runs a launch to its end, a cluster of blocks at a time. fibers.cpp: the threads of a cluster take turns.
// threads.cpp: they are threads of the system, for ThreadSanitizer.
void run(const Launch& launch);

}  // namespace emulation
