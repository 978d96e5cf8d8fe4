// Two computations that take turns in the middle of each other come to what each comes to by itself: prints what is
// otherwise. Compiled with optimization, so that values wait in the registers that a function must keep.
#include "../emulation/stack-switch.hpp"

#include <cstdint>
#include <cstdio>

namespace {

emulation::Context here, there;
alignas(16) unsigned char stack[256 * 1024];

void stay() {}
void go_there() { emulation::switch_context(here, there); }
void go_here() { emulation::switch_context(there, here); }

// More values of `T` at a time than there are registers.
template <class T>
[[gnu::noinline]] T mix(T seed, int depth, void (*turn)()) {
  T a = seed + T(1), b = seed * T(3), c = a + b, d = a * T(5), e = b + d, f = c + d, g = e + f;
  for (int i = 0; i < 3; i++) {
    turn();
    a = b + T(1), b = c + a, c = d + b, d = e + c, e = f + d, f = g + e, g = a + T(i);
    if (depth > 0) g += mix(a, depth - 1, turn);
  }
  return a + b + c + d + e + f + g;
}

struct Sums {
  uint64_t whole;
  double real;

  static Sums mixed(int seed, void (*turn)()) {
    return {mix<uint64_t>(static_cast<uint64_t>(seed), 4, turn), mix<double>(seed, 4, turn)};
  }
  bool operator==(const Sums&) const = default;
};

Sums found_there;

void begin() {
  // A vector of 16 bytes on this stack lies on its boundary.
  alignas(16) volatile unsigned char vector[16];
  if (reinterpret_cast<uintptr_t>(vector) % 16 != 0) std::puts("a stack off its boundary");
  found_there = Sums::mixed(2, go_here);
  for (;;) go_here();
}

}  // namespace

int main() {
  emulation::begin_at(there, stack, sizeof stack, begin);
  const Sums found_here = Sums::mixed(1, go_there);
  // Both take the same turns, but for the last.
  go_there();
  if (found_here != Sums::mixed(1, stay)) std::puts("this stack lost values");
  if (found_there != Sums::mixed(2, stay)) std::puts("the other stack lost values");
}
