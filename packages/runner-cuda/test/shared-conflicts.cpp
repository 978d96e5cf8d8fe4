// Counts in how many passes more than needed the lanes of a warp reach shared memory in gemm/mma, in gemm/mma-tma, which copies
// nothing by itself, and in conv2d/implicit-gemm-mma, where B is turned. Addresses are the kernels' own, lane by lane.
#include <cstdio>
#include <functional>
#include <set>
#include <string>

#include "../emulation/team.hpp"
#if !defined(B_TURNED)
#include "gemm/mma-tma/kernel.cu"
#elif B_TURNED
#include "conv2d/implicit-gemm-mma/kernel.cu"
#else
#include "gemm/mma/kernel.cu"
#endif

namespace {

// Passes beyond one for each 128 bytes: 32 banks of 4 bytes, of which each hands out one word a pass.
int extra_passes(int bytes, const int (&address)[32]) {
  const int together = 128 / bytes;
  int extra = 0;
  for (int first = 0; first < 32; first += together) {
    std::set<int> words[32];
    for (int lane = first; lane < first + together; lane++) {
      for (int word = address[lane] / 4; word < (address[lane] + bytes) / 4; word++) words[word % 32].insert(word);
    }
    size_t passes = 0;
    for (const auto& bank : words) passes = std::max(passes, bank.size());
    extra += static_cast<int>(passes) - 1;
  }
  return extra;
}

int complaints = 0;

void check(const std::string& what, int bytes, const std::function<int()>& place) {
  emulation::Thread thread{};
  emulation::self = &thread;
  for (int warp = 0; warp < WARPS; warp++) {
    int address[32];
    for (int lane = 0; lane < 32; lane++) {
      thread.index.x = static_cast<unsigned>(32 * (FIRST_WARP + warp) + lane);
      address[lane] = place();
    }
    const int extra = extra_passes(bytes, address);
    if (extra == 0) continue;
    std::printf("%s: warp %d needs %d passes more\n", what.c_str(), warp, extra);
    complaints++;
  }
}

// Where a thread copies its first chunks to.
#if !defined(B_TURNED)
lane_places places_of_lane() { return {}; }
#elif B_TURNED
int place_of_a() {
  const shape of{1, CHANNELS, 64, 64, 256, R, S, 64, 64, 1, 1, 1, 1, 1, 1, 1};
  return slice_copies{of, {0, 0, 0}, nullptr, nullptr, 0}.place;
}
int place_of_b() { return A_BYTES + place_of_a(); }
#else
slice_copies copies() { return {nullptr, nullptr, 0, 0, 1 << 10, 1 << 10, 1 << 10, 1 << 10}; }
int place_of_a() { return copies().a_place; }
int place_of_b() { return copies().b_place; }
#endif

}  // namespace

int main() {
  int stride_of_all_banks[32];
  for (int lane = 0; lane < 32; lane++) stride_of_all_banks[lane] = 128 * lane;
  if (extra_passes(4, stride_of_all_banks) != 31) std::puts("conflicts are not seen");

#if defined(B_TURNED)
  check("copies of A", 16, place_of_a);
  check("copies of B", 16, place_of_b);
#endif
  for (int step = 0; step < STEPS; step++) {
#if defined(B_TURNED)
    check("ldmatrix of A", 16, [=] { return places_of_lane().a[step]; });
#else
    check("ldmatrix of A", 16, [=] { return places_of_lane().a ^ step * TWO_CHUNKS; });
#endif
  }
#if !defined(B_TURNED) && COLUMN_READS
  for (int turn = 0; turn < 2; turn++) {
    check("reads of B", 4, [=] { return places_of_lane().b[turn]; });
  }
#elif defined(B_TURNED) && B_TURNED
  for (int step = 0; step < STEPS; step++) {
    check("ldmatrix of B", 16, [=] { return places_of_lane().b[step]; });
  }
#elif COLUMN_READS
  check("reads of B", 4, [] { return places_of_lane().b[0]; });
#else
  for (int pair = 0; pair < ACROSS / 2; pair++) {
    check("ldmatrix of B", 16, [=] { return places_of_lane().b[pair]; });
  }
#endif
  for (int j = 0; j < ACROSS; j++) {
    check("writes of results", 2 * sizeof(real), [=] { return place_of_pair(j, 0); });
  }
  for (int first = 0; first < 16 * WN / CHUNK; first += 32) {
    check("reads of results", 16, [=] { return place_of_chunk(first + static_cast<int>(threadIdx.x % 32)); });
  }
  return complaints > 0;
}
