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
  unsigned char* elements[chunk_bytes];
  unsigned row = 0;
  for (unsigned char* const line : box.lines()) {
    for (unsigned chunk = 0; chunk < row_chunks; chunk++) {
      for (unsigned e = 0; e < per_chunk; e++) {
        const int at = box.at[0] + static_cast<int>(chunk * per_chunk + e);
        elements[e] = line != nullptr && is_inside(at, map.extents[0])
                          ? line + static_cast<uint64_t>(at) * map.element_bytes
                          : nullptr;
      }
      visit(swizzle(start + (row * row_chunks + chunk) * chunk_bytes, map.swizzle_span), elements, per_chunk);
    }
    row++;
  }
}

void check(const TensorBox& box, unsigned address) {
  if (address % 128 != 0) fail("a box does not begin on a boundary of 128 bytes of shared memory");
}

}  // namespace

std::vector<unsigned char*> TensorBox::lines() const {
  if (map.has_pixels) return pixel_lines();
  unsigned count = 1;
  for (unsigned d = 1; d < most_dimensions; d++) count *= map.box[d];
  std::vector<unsigned char*> lines;
  for (unsigned row = 0; row < count; row++) {
    unsigned char* line = map.start;
    for (unsigned d = 1, rest = row; d < most_dimensions; d++, rest /= map.box[d - 1]) {
      const int place = at[d] + static_cast<int>(rest % map.box[d]);
      line = line != nullptr && is_inside(place, map.extents[d])
                 ? line + static_cast<uint64_t>(place) * map.stride_bytes[d - 1]
                 : nullptr;
    }
    lines.push_back(line);
  }
  return lines;
}

// PTX ISA, "im2col mode": pixels are taken along the width, the height, then from image to image, each within the box. The offsets
// move what is read, and not the box.
std::vector<unsigned char*> TensorBox::pixel_lines() const {
  std::array<int, 2> first, last;
  for (unsigned i = 0; i < 2; i++) {
    first[i] = map.lower[i];
    last[i] = static_cast<int>(map.extents[1 + i]) - 1 + map.upper[i];
  }
  auto [column, row, image] = std::array{at[1], at[2], at[3]};
  std::vector<unsigned char*> lines;
  while (lines.size() < map.box[1]) {
    const int x = column + offsets[0], y = row + offsets[1];
    const bool is_there = is_inside(x, map.extents[1]) && is_inside(y, map.extents[2]) && is_inside(image, map.extents[3]);
    lines.push_back(is_there ? map.start + static_cast<uint64_t>(x) * map.stride_bytes[0] +
                                   static_cast<uint64_t>(y) * map.stride_bytes[1] +
                                   static_cast<uint64_t>(image) * map.stride_bytes[2]
                             : nullptr);
    column += map.pixel_strides[0];
    if (column <= last[0]) continue;
    column = first[0];
    row += map.pixel_strides[1];
    if (row <= last[1]) continue;
    row = first[1];
    image++;
  }
  return lines;
}

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

// A map that somebody has encoded.
TensorMap map_at(const void* at) {
  TensorMap map;
  std::memcpy(&map, at, sizeof map);
  if (!map.is_valid()) fail("a copy engine is given a tensor map that nobody has encoded");
  return map;
}

TensorBox box_of(const void* map, const Coordinates& place) {
  TensorBox box{map_at(map), std::to_array(place.at), {}};
  if (box.map.dimensions != place.dimensions) fail("a copy has other dimensions than its tensor map");
  return box;
}

TensorBox tile_of(const void* map, const Coordinates& place) {
  const TensorBox box = box_of(map, place);
  if (box.map.has_pixels) fail("a tile is copied by a tensor map of the im2col mode");
  return box;
}

}  // namespace

void load_box(void* to, const void* map, const Coordinates& place, uint64* barrier, unsigned ranks) {
  const SharedMemory& own = self->home->shared;
  const unsigned address = own.address_of(to);
  const unsigned at_barrier = own.address_of(barrier);
  const TensorBox box = tile_of(map, place);
  std::vector<Block>& blocks = self->cluster->blocks;
  if (ranks >> blocks.size() != 0) fail("a box is copied to blocks that the cluster does not have");
  for (Block& block : blocks) {
    if (ranks >> block.rank & 1) self->cluster->copy_engine.load(box, block, address, at_barrier);
  }
}

void load_pixels(void* to, const void* map, const Coordinates& first, int right, int down, uint64* barrier) {
  TensorBox box = box_of(map, first);
  if (!box.map.has_pixels) fail("pixels are copied by a tensor map of tiles");
  box.offsets = {right, down};
  for (unsigned i = 0; i < 2; i++) {
    if (box.offsets[i] < 0 || box.offsets[i] > 255) fail("an offset of the im2col mode is not within 0 and 255");
    const int last = static_cast<int>(box.map.extents[1 + i]) - 1 + box.map.upper[i];
    if (box.at[1 + i] < box.map.lower[i] || box.at[1 + i] > last) fail("pixels are copied from beside their box on");
  }
  const SharedMemory& own = self->home->shared;
  self->cluster->copy_engine.load(box, *self->home, own.address_of(to), own.address_of(barrier));
}

void store_box(const void* map, const Coordinates& place, const void* from) {
  self->stores->start(tile_of(map, place), *self->home, self->home->shared.address_of(from));
}

void commit_stores() { self->stores->commit(); }
void await_reads_of_stores(unsigned pending) { self->stores->await_reads(pending); }

void check_map(const void* map) { map_at(map); }

}  // namespace emulation
