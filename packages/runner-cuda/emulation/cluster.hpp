// Blocks that run at the same time and reach each other's shared memory. Without clusters, one block.
#pragma once
#include <cstdint>
#include <vector>

#include "shared-memory.hpp"
#include "tensor-copies.hpp"

namespace emulation {

// bar.sync of some of a block's threads.
struct NamedBarrier {
  // Of this turn: how many it is for, and how many have come.
  unsigned threads = 0, arrived = 0;
  unsigned turns = 0;
};

struct Block {
  SharedMemory shared;
  // Number in the cluster: %cluster_ctarank.
  unsigned rank;
  // Threads that have not ended, and registers that no warp has.
  unsigned living = 0, free_registers = 0;
  NamedBarrier named[16] = {};

  static constexpr unsigned rank_bit = 24;
};

struct Cluster {
  std::vector<Block> blocks;
  CopyEngine copy_engine;
  // barrier.cluster: how many have come in this turn.
  unsigned arrived = 0, turns = 0;

  unsigned living() const;
  // A turn is over once all have come that have not ended.
  void turn();
};

// A place in a block's shared memory.
struct Place {
  Block& block;
  unsigned address;
};

// What a 32-bit address means to the thread that runs. Fails for that of a block that is not there, or has ended.
Place locate(unsigned address);

}  // namespace emulation
