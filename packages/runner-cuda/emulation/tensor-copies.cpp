#include "tensor-copies.hpp"

#include <algorithm>
#include <cstring>

#include "barriers.hpp"
#include "shim/asynchronous.h"
#include "swizzle.hpp"

namespace emulation {

namespace {

constexpr unsigned chunk_bytes = 16;

bool is_inside(int at, uint64_t extent) { return at >= 0 && static_cast<uint64_t>(at) < extent; }

// Calls `visit` for each chunk of 16 bytes of the box: where it lies in shared memory from `start` on, and by elements where
// these lie in the tensor; null: nowhere.
template <class Visit>
void for_each_chunk(const TensorBox& box, unsigned start, Visit visit) {
  const TensorMap& map = box.map;
  const unsigned per_chunk = chunk_bytes / map.element_bytes;
  const unsigned row_chunks = map.box[0] / per_chunk;
  const unsigned rows = map.box_bytes() / chunk_bytes / row_chunks;
  unsigned char* elements[chunk_bytes];
  for (unsigned row = 0; row < rows; row++) {
    unsigned char* line = map.start;
    for (unsigned d = 1, rest = row; d < most_dimensions; d++, rest /= map.box[d - 1]) {
      const int at = box.at[d] + static_cast<int>(rest % map.box[d]);
      line = line != nullptr && is_inside(at, map.extents[d]) ? line + static_cast<uint64_t>(at) * map.stride_bytes[d - 1]
                                                              : nullptr;
    }
    for (unsigned chunk = 0; chunk < row_chunks; chunk++) {
      for (unsigned e = 0; e < per_chunk; e++) {
        const int at = box.at[0] + static_cast<int>(chunk * per_chunk + e);
        elements[e] = line != nullptr && is_inside(at, map.extents[0])
                          ? line + static_cast<uint64_t>(at) * map.element_bytes
                          : nullptr;
      }
      visit(swizzle(start + (row * row_chunks + chunk) * chunk_bytes, map.swizzle_span), elements, per_chunk);
    }
  }
}

void check(const TensorBox& box, unsigned address) {
  if (!box.map.is_valid()) fail("a copy engine is given a tensor map that nobody has encoded");
  if (address % 128 != 0) fail("a box does not begin on a boundary of 128 bytes of shared memory");
}

}  // namespace

void CopyEngine::load(const TensorBox& box, Block& block, unsigned to, unsigned barrier) {
  check(box, to);
  const Load load{box, &block, to, barrier};
  if (order_ == Order::reverse) {
    load.land();
  } else {
    loads_.push_back(load);
  }
}

bool CopyEngine::land_one() {
  if (loads_.empty()) return false;
  const auto at = loads_.begin() + (order_ == Order::shuffled ? dice_.below(static_cast<unsigned>(loads_.size())) : 0);
  const Load load = *at;
  loads_.erase(at);
  load.land();
  return true;
}

void CopyEngine::pass_time() {
  if (order_ == Order::shuffled && dice_.comes_up(16)) land_one();
}

void CopyEngine::Load::land() const {
  if (block->living == 0) fail("a box lands in the shared memory of a block that has ended");
  const unsigned element_bytes = box.map.element_bytes;
  for_each_chunk(box, to, [&](unsigned address, unsigned char* const* elements, unsigned count) {
    unsigned char chunk[chunk_bytes] = {};
    for (unsigned e = 0; e < count; e++) {
      if (elements[e] != nullptr) std::memcpy(chunk + e * element_bytes, elements[e], element_bytes);
    }
    block->shared.write_by_proxy(address, chunk, chunk_bytes);
  });
  // Zeros count as well.
  complete_bytes({*block, barrier}, box.map.box_bytes());
}

void TensorStores::start(const TensorBox& box, Block& block, unsigned from) {
  check(box, from);
  Store store{box, &block, from, false, {}};
  if (order_ == Order::reverse || (order_ == Order::shuffled && dice_.comes_up(2))) {
    store.read();
    store.write();
  } else {
    groups_.back().push_back(std::move(store));
  }
}

void TensorStores::commit() { groups_.emplace_back(); }

void TensorStores::await_reads(unsigned pending) {
  const size_t done = groups_.size() - std::min<size_t>(groups_.size(), pending + 1);
  for (size_t i = 0; i < done; i++) {
    for (Store& store : groups_[i]) store.read();
  }
}

void TensorStores::end_thread() {
  for (const Group& group : groups_) {
    for (const Store& store : group) {
      if (!store.has_read) fail("a thread ends before the copy engine has read what it is to store");
      store.write();
    }
  }
  groups_.assign(1, {});
}

void TensorStores::Store::read() {
  if (has_read) return;
  has_read = true;
  for_each_chunk(box, from, [&](unsigned address, unsigned char* const*, unsigned) {
    const unsigned char* chunk = block->shared.of_proxy(address, chunk_bytes);
    bytes.insert(bytes.end(), chunk, chunk + chunk_bytes);
  });
}

void TensorStores::Store::write() const {
  const unsigned element_bytes = box.map.element_bytes;
  const unsigned char* from = bytes.data();
  for_each_chunk(box, this->from, [&](unsigned, unsigned char* const* elements, unsigned count) {
    for (unsigned e = 0; e < count; e++, from += element_bytes) {
      if (elements[e] != nullptr) std::memcpy(elements[e], from, element_bytes);
    }
  });
}

namespace {

TensorBox box_of(const void* map, int inner, int outer) {
  TensorBox box{{}, {inner, outer}};
  std::memcpy(&box.map, map, sizeof box.map);
  return box;
}

}  // namespace

void load_box(void* to, const void* map, int inner, int outer, uint64* barrier, unsigned ranks) {
  const SharedMemory& own = self->home->shared;
  const unsigned address = own.address_of(to);
  const unsigned at_barrier = own.address_of(barrier);
  const TensorBox box = box_of(map, inner, outer);
  std::vector<Block>& blocks = self->cluster->blocks;
  if (ranks >> blocks.size() != 0) fail("a box is copied to blocks that the cluster does not have");
  for (Block& block : blocks) {
    if (ranks >> block.rank & 1) self->cluster->copy_engine.load(box, block, address, at_barrier);
  }
}

void store_box(const void* map, int inner, int outer, const void* from) {
  self->stores->start(box_of(map, inner, outer), *self->home, self->home->shared.address_of(from));
}

void commit_stores() { self->stores->commit(); }
void await_reads_of_stores(unsigned pending) { self->stores->await_reads(pending); }

void check_map(const void* map) {
  if (!box_of(map, 0, 0).map.is_valid()) fail("a tensor map is prefetched that nobody has encoded");
}

}  // namespace emulation
