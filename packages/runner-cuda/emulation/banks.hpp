// How often a kernel's warps pass over the banks of shared memory, and how often they had to at least.
//
// Addresses are those of the very source, as its lanes run: a kernel is compiled as for ThreadSanitizer, whose calls at each
// access banks.cpp answers. What a warp's lanes do at one place of the code, each for the same time since they last met, is an
// access. Neighbours that all lanes access one right after the other, on a boundary of what they are together, are one of up to
// 16 bytes, as nvcc makes it.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace emulation {

struct Launch;

// Passes over shared memory: those that are needed, and those at the least, where no two words meet in a bank.
struct Passes {
  unsigned needed = 0, fewest = 0;
};

// By lane: where its part of an access begins, if it takes part.
using LaneAddresses = std::array<std::optional<unsigned>, 32>;

// Of one access of `bytes` a lane, 16 at most. There are 32 banks of 4 bytes, each of which hands out one word a pass, to whoever
// wants it. At 8 bytes a half of the warp is served together, at 16 a quarter, which is one matrix of ldmatrix.
inline Passes passes_of(unsigned bytes, const LaneAddresses& addresses) {
  constexpr unsigned banks = 32;
  const unsigned together = std::min(32u, 128 / bytes);
  Passes passes;
  for (unsigned first = 0; first < 32; first += together) {
    // The words of each bank: a lane has four at most.
    std::array<std::array<unsigned, 32>, banks> words;
    std::array<unsigned, banks> count{};
    for (unsigned lane = first; lane < first + together; lane++) {
      if (!addresses[lane]) continue;
      const unsigned begin = *addresses[lane] / 4;
      const unsigned end = (*addresses[lane] + bytes + 3) / 4;
      for (unsigned word = begin; word < end; word++) {
        auto& own = words[word % banks];
        unsigned& many = count[word % banks];
        if (std::find(own.begin(), own.begin() + many, word) == own.begin() + many) own[many++] = word;
      }
    }
    const unsigned needed = *std::max_element(count.begin(), count.end());
    passes.needed += needed;
    passes.fewest += needed > 0;
  }
  return passes;
}

// There in a worker that watches banks, and in no other.

// What this launch accesses is watched until another's is.
[[gnu::weak]] void watch_banks(const Launch& launch);
// What was counted since the last time, as JSON.
[[gnu::weak]] std::string take_passes();

}  // namespace emulation
