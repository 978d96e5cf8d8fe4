#include "copies.hpp"

#include <cstdint>
#include <cstring>

#include "shim/async-copy.h"

namespace emulation {

namespace {

// ThreadSanitizer sees an access when it happens: a copy is one both when it is started and when it is
// waited for, so that whoever comes near it without a barrier is seen at either end.
#ifdef EMULATION_THREADS
constexpr bool lands_twice = true;
#else
constexpr bool lands_twice = false;
#endif

bool is_aligned(const void* at, unsigned bytes) { return reinterpret_cast<uintptr_t>(at) % bytes == 0; }

}  // namespace

void Copies::Copy::land() const {
  std::memcpy(to, from, present);
  std::memset(static_cast<unsigned char*>(to) + present, 0, bytes - present);
}

void Copies::start(void* to, const void* from, unsigned bytes, unsigned present) {
  if (!is_aligned(to, bytes) || !is_aligned(from, bytes)) {
    fail("an asynchronous copy does not begin on a boundary of its own size");
  }
  if (present > bytes) fail("an asynchronous copy reads more than it writes");
  const Copy copy{to, from, bytes, present};
  const bool is_early = order_ == Order::reverse;
  if (is_early || lands_twice) copy.land();
  if (!is_early || lands_twice) groups_.back().push_back(copy);
  pass_time();
}

void Copies::commit() {
  groups_.emplace_back();
  pass_time();
}

void Copies::await(unsigned pending) {
  for (; groups_.size() > pending + 1; groups_.pop_front()) {
    for (const Copy& copy : groups_.front()) copy.land();
  }
  pass_time();
}

void Copies::pass_time() {
  if (order_ != Order::shuffled) return;
  for (Group& group : groups_) {
    std::erase_if(group, [&](const Copy& copy) {
      const bool lands = dice_.comes_up(4);
      if (lands) copy.land();
      return lands;
    });
  }
}

void Copies::forget() { groups_.assign(1, {}); }

void copy_async(void* to, const void* from, unsigned bytes, unsigned present) {
  self->copies->start(to, from, bytes, present);
}
void commit_copies() { self->copies->commit(); }
void await_copies(unsigned pending) { self->copies->await(pending); }

}  // namespace emulation
