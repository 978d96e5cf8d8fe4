// Tensor copies (cp.async.bulk.tensor) that threads have started and that are on their way.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "order.hpp"
#include "tensor-map.hpp"

namespace emulation {

struct Block;

// A box of a tensor, from this place on; of pixels, what lies `offsets` off them, to the right and downwards.
struct TensorBox {
  TensorMap map;
  std::array<int, most_dimensions> at;
  std::array<int, 2> offsets;

  // Where each row of the box begins in memory, as if it had a first element; null: it lies beside the tensor.
  std::vector<unsigned char*> lines() const;

 private:
  std::vector<unsigned char*> pixel_lines() const;
};

// Of a cluster: what is to come into its blocks' shared memory.
class CopyEngine {
 public:
  explicit CopyEngine(Order order) : order_(order) {}

  // `to` and `barrier` are places in the block's shared memory.
  void load(const TensorBox& box, Block& block, unsigned to, unsigned barrier);
  // Lets one copy land. Returns whether there was one.
  bool land_one();
  // Whatever threads do: copies may land meanwhile.
  void pass_time();
  bool is_idle() const { return loads_.empty(); }

 private:
  struct Load {
    TensorBox box;
    Block* block;
    unsigned to, barrier;

    void land() const;
  };

  Order order_;
  Dice dice_{1};
  std::deque<Load> loads_;
};

// Of a thread: what is to go from shared memory.
class TensorStores {
 public:
  TensorStores(Order order, unsigned seed) : order_(order), dice_(seed) {}

  void start(const TensorBox& box, Block& block, unsigned from);
  // What was started since the last time is a group.
  void commit();
  // Returns when at most `pending` groups have not read shared memory.
  void await_reads(unsigned pending);
  // The thread has ended.
  void end_thread();

 private:
  struct Store {
    TensorBox box;
    Block* block;
    unsigned from;
    bool has_read;
    // By rows of the box.
    std::vector<unsigned char> bytes;

    void read();
    void write() const;
  };
  using Group = std::vector<Store>;

  Order order_;
  Dice dice_;
  // Closed ones, the oldest first, then the one that is open.
  std::deque<Group> groups_{1};
};

}  // namespace emulation
