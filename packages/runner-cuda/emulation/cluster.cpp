#include "cluster.hpp"

#include <numeric>
#include <string>

#include "shim/asynchronous.h"
#include "waits.hpp"

namespace emulation {

namespace {

struct ClusterWait : Wait {
  bool is_over() const override {
    self->cluster->turn();
    return self->cluster->turns >= self->cluster_turn;
  }
  std::string describe() const override { return "the barrier of its cluster"; }
};

struct NamedWait : Wait {
  const NamedBarrier& barrier;
  unsigned number, turn;

  NamedWait(const NamedBarrier& barrier, unsigned number, unsigned turn)
      : barrier(barrier), number(number), turn(turn) {}
  bool is_over() const override { return barrier.turns != turn; }
  std::string describe() const override {
    return "barrier " + std::to_string(number) + " of its block, where " +
           std::to_string(barrier.threads - barrier.arrived) + " of " + std::to_string(barrier.threads) +
           " threads are missing";
  }
};

NamedBarrier& arrive_at_named(unsigned number, unsigned threads) {
  if (number == 0 || number >= 16) fail("a barrier of some threads has a number out of range");
  NamedBarrier& barrier = self->home->named[number];
  if (barrier.arrived == 0) barrier.threads = threads;
  if (barrier.threads != threads) fail("threads come to one barrier for different numbers of threads");
  if (++barrier.arrived == threads) {
    barrier.arrived = 0;
    barrier.turns++;
  }
  return barrier;
}

}  // namespace

unsigned Cluster::living() const {
  return std::accumulate(blocks.begin(), blocks.end(), 0u,
                         [](unsigned sum, const Block& block) { return sum + block.living; });
}

void Cluster::turn() {
  if (arrived == 0 || arrived < living()) return;
  arrived = 0;
  turns++;
}

Place locate(unsigned address) {
  const unsigned rank = address >> Block::rank_bit;
  if (rank > self->cluster->blocks.size()) fail("an address is of a block that the cluster does not have");
  Block& block = rank == 0 ? *self->home : self->cluster->blocks[rank - 1];
  if (block.living == 0) fail("an access is to the shared memory of a block that has ended");
  return {block, address & ((1u << Block::rank_bit) - 1)};
}

unsigned shared_address(const void* at) { return self->home->shared.address_of(at); }

unsigned rank_in_cluster() { return self->home->rank; }

unsigned address_in_cluster(const void* at, unsigned rank) {
  return (rank + 1) << Block::rank_bit | shared_address(at);
}

void arrive_at_cluster() {
  Cluster& cluster = *self->cluster;
  if (self->cluster_turn > cluster.turns) fail("a thread comes to its cluster's barrier again before it has waited");
  self->cluster_turn = cluster.turns + 1;
  cluster.arrived++;
}

void wait_for_cluster() { wait_until(ClusterWait{}); }

void synchronize_some(unsigned number, unsigned threads) {
  const unsigned turn = self->home->named[number % 16].turns;
  const NamedBarrier& barrier = arrive_at_named(number, threads);
  wait_until(NamedWait{barrier, number, turn});
}

}  // namespace emulation
