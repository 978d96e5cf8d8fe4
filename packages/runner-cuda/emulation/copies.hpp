// What one thread has started to copy (cp.async) and has not yet waited for.
#pragma once
#include <deque>
#include <vector>

#include "order.hpp"

namespace emulation {

class Copies {
 public:
  Copies(Order order, unsigned seed) : order_(order), dice_(seed) {}

  // `present` bytes come from `from`, the rest are zeros.
  void start(void* to, const void* from, unsigned bytes, unsigned present);
  // What was started since the last time is a group.
  void commit();
  // Returns when at most `pending` groups are on their way.
  void await(unsigned pending);
  // Whatever else the thread does: copies may land meanwhile.
  void pass_time();
  // The block has ended.
  void forget();

 private:
  struct Copy {
    void* to;
    const void* from;
    unsigned bytes, present;

    void land() const;
  };
  using Group = std::vector<Copy>;

  Order order_;
  Dice dice_;
  // Closed ones, the oldest first, then the one that is open.
  std::deque<Group> groups_{1};
};

}  // namespace emulation
