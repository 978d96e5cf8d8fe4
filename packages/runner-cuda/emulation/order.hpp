// In which order things happen that hardware promises no order of.
#pragma once

namespace emulation {

// Hardware promises no order of blocks, nor of threads between two barriers; nor when a copy lands before it is waited for,
// nor a warpgroup's product. A kernel that is right gives the same result in each of these:
//
//             blocks, threads   copies                        products
//   forward   in order          as late as the waits allow    at once
//   reverse   backwards         at once                       as late as the waits allow
//   shuffled  at random         at any time between           at any time between
//
// At random, some warps, and some blocks of a cluster, get far ahead of others besides: in the other two, all go on by as many
// waits at a time.
enum class Order { forward, reverse, shuffled };

// Random numbers that are the same in each run (a linear congruential generator, of which the upper bits are good).
class Dice {
 public:
  explicit Dice(unsigned seed) : state_(seed) { below(1); }
  unsigned below(unsigned count) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<unsigned>(state_ >> 33) % count;
  }
  bool comes_up(unsigned one_in) { return below(one_in) == 0; }

 private:
  unsigned long long state_;
};

}  // namespace emulation
