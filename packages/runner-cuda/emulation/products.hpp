// Products of a warpgroup (wgmma) that one of its warps has started: its 16 of the 64 rows.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "operand.hpp"
#include "order.hpp"
#include "shim/asynchronous.h"

namespace emulation {

struct Block;

// What the warps of a warpgroup have started, which must be the same.
class Warpgroup {
 public:
  // Number `at` of a warp's products.
  void compare(size_t at, const Product& product);
  size_t started() const { return products_.size(); }

 private:
  std::vector<uint64_t> products_;
};

class Products {
 public:
  // `warp`: which of the warpgroup's four.
  Products(Order order, unsigned seed, unsigned warp, Warpgroup& group)
      : order_(order), dice_(seed), warp_(warp), group_(&group) {}

  // Of a block.
  void begin() {
    is_fenced_ = false;
    started_ = 0;
  }

  // Registers that were written before can be read: wgmma.fence.
  void fence() { is_fenced_ = true; }
  // By lane: `products[l]` is what lane l gave.
  void start(const Product* const (&products)[32], const Block& block);
  // What was started since the last time is a group.
  void commit() { groups_.emplace_back(); }
  // Returns when at most `pending` groups are unfinished.
  void await(unsigned pending);
  // Whatever else the warp does: products may end meanwhile, one after the other.
  void pass_time();
  // A thread of the warp has ended.
  void end_thread() const;
  // All threads have ended.
  void end_block() const;

 private:
  struct Started {
    // One lane's, of whom all have the same but for registers.
    Product product;
    float* sums[32];
    const unsigned* fragments[32];
    const Block* block;
  };
  using Group = std::deque<Started>;

  Order order_;
  Dice dice_;
  unsigned warp_;
  Warpgroup* group_;
  bool is_fenced_ = false;
  size_t started_ = 0;
  // Closed ones, the oldest first, then the one that is open.
  std::deque<Group> groups_{1};

  void multiply(const Started& started) const;
};

}  // namespace emulation
