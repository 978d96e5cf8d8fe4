#include "banks.hpp"

#include <link.h>

#include <unordered_map>
#include <utility>
#include <vector>

#include "grid.hpp"
#include "shim/device.h"

namespace emulation {

namespace {

// What a lane does at `code`.
struct Access {
  const void* code;
  unsigned address;
  unsigned char bytes;
  bool stores, is_row;
  // In the order of the lane's accesses: those that follow each other have numbers that do.
  unsigned number;
};

// What the lanes of a warp do together.
struct WarpAccess {
  unsigned bytes;
  bool stores, is_row;
  LaneAddresses addresses;
  std::array<unsigned, 32> numbers{};
};

struct Place {
  const void* code;
  // How often the lane has been there before.
  unsigned time;
  bool operator==(const Place&) const = default;
};
struct PlaceHash {
  size_t operator()(const Place& place) const {
    return reinterpret_cast<uintptr_t>(place.code) * 0x9e3779b97f4a7c15u + place.time * 0x85ebca6bu;
  }
};

struct Total {
  uint64_t needed = 0, fewest = 0;
  double worst = 0;

  void add(const Passes& passes) {
    needed += passes.needed;
    fewest += passes.fewest;
    if (passes.fewest > 0) worst = std::max(worst, static_cast<double>(passes.needed) / passes.fewest);
  }
  std::string json() const {
    return "{\"needed\":" + std::to_string(needed) + ",\"fewest\":" + std::to_string(fewest) +
           ",\"worst\":" + std::to_string(worst) + "}";
  }
};

struct Range {
  uintptr_t begin = 0;
  size_t bytes = 0;

  bool holds(uintptr_t at) const { return at - begin < bytes; }
};

// What the library of a kernel can write: a kernel has no variables of its own but those in shared memory.
Range writable_with(const void* code) {
  struct Search {
    uintptr_t code;
    Range found;
  } search{reinterpret_cast<uintptr_t>(code), {}};
  dl_iterate_phdr(
      [](dl_phdr_info* library, size_t, void* data) {
        Search& search = *static_cast<Search*>(data);
        Range writable;
        bool has_code = false;
        for (unsigned i = 0; i < library->dlpi_phnum; i++) {
          const auto& part = library->dlpi_phdr[i];
          if (part.p_type != PT_LOAD) continue;
          const Range range{library->dlpi_addr + part.p_vaddr, part.p_memsz};
          has_code |= range.holds(search.code);
          if (part.p_flags & PF_W) writable = range;
        }
        if (has_code) search.found = writable;
        return static_cast<int>(has_code);
      },
      &search);
  return search.found;
}

// Of the launch that is watched.
Range declared;
size_t dynamic_bytes = 0;
size_t warps = 0;
Total loads, stores;
bool knows_loads = true;
// What warps have done together.
size_t accesses = 0;

// What the lanes of a warp have done since they last met.
struct WarpLog {
  std::array<std::vector<Access>, 32> lanes;
  std::array<unsigned, 32> numbers{};
  unsigned met = 0;

  void count();
};
std::unordered_map<const Warp*, WarpLog> logs;
unsigned unwatched = 0;

// As many neighbours from `first` on as all lanes access one right after the other.
size_t neighbours(const std::vector<WarpAccess>& all, size_t first) {
  size_t end = first + 1;
  for (; end < all.size(); end++) {
    const WarpAccess& before = all[end - 1];
    const WarpAccess& next = all[end];
    if (before.is_row || next.is_row || before.stores != next.stores) break;
    bool follows = true;
    for (unsigned lane = 0; lane < 32 && follows; lane++) {
      follows = before.addresses[lane].has_value() == next.addresses[lane].has_value();
      if (!follows || !next.addresses[lane]) continue;
      follows = *before.addresses[lane] + before.bytes == *next.addresses[lane] &&
                before.numbers[lane] + 1 == next.numbers[lane];
    }
    if (!follows) break;
  }
  return end - first;
}

// Counts a run of neighbours in the widest accesses whose boundary all lanes keep.
void count_run(const WarpAccess& first, unsigned bytes) {
  Total& total = first.stores ? stores : loads;
  LaneAddresses at = first.addresses;
  while (bytes > 0) {
    unsigned width = 16;
    const auto fits = [&] {
      return width <= bytes && std::all_of(at.begin(), at.end(), [&](const auto& own) { return !own || *own % width == 0; });
    };
    while (width > 1 && !fits()) width /= 2;
    total.add(passes_of(width, at));
    for (auto& own : at) {
      if (own) *own += width;
    }
    bytes -= width;
  }
}

void WarpLog::count() {
  std::vector<WarpAccess> all;
  std::unordered_map<Place, size_t, PlaceHash> places;
  for (unsigned lane = 0; lane < 32; lane++) {
    std::unordered_map<const void*, unsigned> times;
    for (const Access& access : lanes[lane]) {
      const auto [found, is_new] = places.try_emplace({access.code, times[access.code]++}, all.size());
      if (is_new) all.push_back({access.bytes, access.stores, access.is_row, {}, {}});
      WarpAccess& together = all[found->second];
      together.addresses[lane] = access.address;
      together.numbers[lane] = access.number;
    }
    lanes[lane].clear();
  }
  accesses += all.size();
  for (size_t first = 0; first < all.size();) {
    const size_t count = neighbours(all, first);
    unsigned bytes = 0;
    for (size_t i = first; i < first + count; i++) bytes += all[i].bytes;
    count_run(all[first], bytes);
    first += count;
  }
}

void note(const void* code, const void* at, unsigned bytes, bool stores, bool is_row) {
  const auto byte = reinterpret_cast<uintptr_t>(at);
  const Range dynamic{reinterpret_cast<uintptr_t>(self->dynamic_shared), dynamic_bytes};
  if (!declared.holds(byte) && !dynamic.holds(byte)) return;
  WarpLog& log = logs[self->warp];
  const unsigned lane = self->lane;
  // The lower bits tell the bank and the boundary.
  const auto address = static_cast<unsigned>(byte);
  for (unsigned done = 0; done < bytes; done += 16) {
    const auto part = static_cast<unsigned char>(std::min(16u, bytes - done));
    log.lanes[lane].push_back({code, address + done, part, stores, is_row, log.numbers[lane]++});
  }
}

}  // namespace

void watch_access(const void* at, unsigned bytes, bool stores) {
  note(__builtin_return_address(0), at, bytes, stores, false);
}
void watch_row(const void* row, bool stores) { note(__builtin_return_address(0), row, 16, stores, true); }

void watch_unknown_loads() { knows_loads = false; }

bool has_watched_enough() {
  constexpr size_t of_a_warp = 512;
  return accesses >= of_a_warp * warps;
}

void watch_meeting() {
  WarpLog& log = logs[self->warp];
  log.numbers[self->lane]++;
  if (++log.met < 32) return;
  log.met = 0;
  log.count();
}

Unwatched::Unwatched() { unwatched++; }
Unwatched::~Unwatched() { unwatched--; }

void watch_banks(const Launch& launch) {
  declared = writable_with(reinterpret_cast<const void*>(launch.kernel.launch));
  dynamic_bytes = launch.dynamic_shared_bytes;
  warps = (launch.threads() + 31) / 32 * launch.kernel.cluster_blocks();
  accesses = 0;
  logs.clear();
}

std::string take_passes() {
  for (auto& [warp, log] : logs) log.count();
  logs.clear();
  const bool is_known = std::exchange(knows_loads, true);
  const std::string loaded = std::exchange(loads, {}).json();
  return "{\"loads\":" + (is_known ? loaded : "null") + ",\"stores\":" + std::exchange(stores, {}).json() + "}";
}

}  // namespace emulation

// What the compiler calls at each access to memory.
extern "C" {

void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}

#define WATCHED(name, bytes, stores)                                                                 \
  void __tsan_##name(void* at) {                                                                     \
    if (emulation::unwatched == 0) emulation::note(__builtin_return_address(0), at, bytes, stores, false); \
  }
WATCHED(read1, 1, false)
WATCHED(read2, 2, false)
WATCHED(read4, 4, false)
WATCHED(read8, 8, false)
WATCHED(read16, 16, false)
WATCHED(write1, 1, true)
WATCHED(write2, 2, true)
WATCHED(write4, 4, true)
WATCHED(write8, 8, true)
WATCHED(write16, 16, true)
WATCHED(unaligned_read2, 2, false)
WATCHED(unaligned_read4, 4, false)
WATCHED(unaligned_read8, 8, false)
WATCHED(unaligned_read16, 16, false)
WATCHED(unaligned_write2, 2, true)
WATCHED(unaligned_write4, 4, true)
WATCHED(unaligned_write8, 8, true)
WATCHED(unaligned_write16, 16, true)
#undef WATCHED

void __tsan_read_range(void* at, unsigned long bytes) {
  if (emulation::unwatched == 0) emulation::note(__builtin_return_address(0), at, static_cast<unsigned>(bytes), false, false);
}
void __tsan_write_range(void* at, unsigned long bytes) {
  if (emulation::unwatched == 0) emulation::note(__builtin_return_address(0), at, static_cast<unsigned>(bytes), true, false);
}
}
