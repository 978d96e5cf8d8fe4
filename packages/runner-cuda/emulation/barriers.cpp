#include "barriers.hpp"

#include <cstring>
#include <string>

#include "shim/asynchronous.h"
#include "waits.hpp"

namespace emulation {

namespace {

// PTX ISA, "Contents of the mbarrier object": the phase is told by its parity alone.
struct Phase {
  unsigned parity, pending, expected;
  int pending_bytes;
};

constexpr int most_arrivals = (1 << 20) - 1;
constexpr int most_bytes = (1 << 20) - 1;
// How the object is packed is nobody's business. Memory that was never written has other bits at the top.
constexpr uint64_t mark = 1;

uint64_t pack(const Phase& phase) {
  return phase.parity | uint64_t(phase.pending) << 1 | uint64_t(phase.expected) << 21 |
         (uint64_t(phase.pending_bytes) & 0x1fffff) << 41 | mark << 62;
}

Phase unpack(uint64_t word) {
  if (word >> 62 != mark) fail("a barrier is used that is not initialized");
  const auto bits = [&](int from, int count) { return static_cast<unsigned>(word >> from & ((1u << count) - 1)); };
  const int bytes = static_cast<int>(bits(41, 21) << 11) >> 11;
  return {bits(0, 1), bits(1, 20), bits(21, 20), bytes};
}

Phase read(const Place& barrier) {
  uint64_t word;
  std::memcpy(&word, barrier.block.shared.of_threads(barrier.address, sizeof word), sizeof word);
  return unpack(word);
}

void write(const Place& barrier, const Phase& phase) {
  const uint64_t word = pack(phase);
  std::memcpy(barrier.block.shared.of_threads(barrier.address, sizeof word), &word, sizeof word);
}

// Writes a phase, or the next where it has ended.
void advance(const Place& barrier, Phase phase) {
  if (phase.pending == 0 && phase.pending_bytes == 0) {
    phase.parity ^= 1;
    phase.pending = phase.expected;
  }
  write(barrier, phase);
}

int add_bytes(int pending, int more) {
  const int sum = pending + more;
  if (sum > most_bytes || sum < -most_bytes) fail("a barrier is told of more bytes than it can count");
  return sum;
}

Place place_of(const uint64* barrier) {
  const unsigned address = self->home->shared.address_of(barrier);
  if (address % 8 != 0) fail("a barrier does not begin on a boundary of 8 bytes");
  return {*self->home, address};
}

struct PhaseWait : Wait {
  Place barrier;
  unsigned parity;

  PhaseWait(const Place& barrier, unsigned parity) : barrier(barrier), parity(parity) {}
  bool is_over() const override { return read(barrier).parity != parity; }
  std::string describe() const override {
    const Phase phase = read(barrier);
    const auto* at = barrier.block.shared.of_threads(barrier.address, 8);
    return "the end of a phase of parity " + std::to_string(parity) + " of the barrier at byte " +
           std::to_string(at - barrier.block.shared.dynamic()) + " of dynamic shared memory, where " +
           std::to_string(phase.pending) + " of " + std::to_string(phase.expected) + " arrivals and " +
           std::to_string(phase.pending_bytes) + " bytes are missing";
  }
};

}  // namespace

void arrive_at(Place barrier, unsigned expected_bytes) {
  Phase phase = read(barrier);
  if (phase.pending == 0) fail("more arrive at a barrier than it was initialized for");
  phase.pending_bytes = add_bytes(phase.pending_bytes, static_cast<int>(expected_bytes));
  phase.pending--;
  advance(barrier, phase);
}

void complete_bytes(Place barrier, unsigned bytes) {
  uint64_t published;
  std::memcpy(&published, barrier.block.shared.of_proxy(barrier.address, sizeof published), sizeof published);
  if (published >> 62 != mark) fail("the copy engine does not know of a barrier: no fence followed its initialization");
  Phase phase = read(barrier);
  phase.pending_bytes = add_bytes(phase.pending_bytes, -static_cast<int>(bytes));
  advance(barrier, phase);
}

void initialize_barrier(uint64* barrier, int arrivals) {
  if (arrivals < 1 || arrivals > most_arrivals) fail("a barrier is initialized for a number of arrivals out of range");
  const unsigned count = static_cast<unsigned>(arrivals);
  write(place_of(barrier), {0, count, count, 0});
}

void publish_writes() { self->home->shared.publish(); }

void arrive(uint64* barrier, int expected_bytes) {
  if (expected_bytes < 0) fail("a barrier is to expect a negative number of bytes");
  arrive_at(place_of(barrier), static_cast<unsigned>(expected_bytes));
}

void arrive_remotely(unsigned barrier) { arrive_at(locate(barrier), 0); }

void wait_for_phase(uint64* barrier, int parity) {
  if (parity != 0 && parity != 1) fail("a barrier is asked for a phase of a parity that is neither 0 nor 1");
  wait_until(PhaseWait{place_of(barrier), static_cast<unsigned>(parity)});
}

}  // namespace emulation
