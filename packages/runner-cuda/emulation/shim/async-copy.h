// What kernels/cuda/async-copy.cuh is where it is emulated: copies that a thread waits for.
#pragma once
#include "device.h"

namespace emulation {

void copy_async(void* to, const void* from, unsigned bytes, unsigned present);
void commit_copies();
void await_copies(unsigned pending);

}  // namespace emulation

template <int BYTES>
void copy_async(void* to, const void* from, int present = BYTES) {
  static_assert(BYTES == 4 || BYTES == 8 || BYTES == 16, "cp.async copies 4, 8 or 16 bytes");
  emulation::watch_access(to, BYTES, true);
  emulation::copy_async(to, from, BYTES, static_cast<unsigned>(present));
}
inline void commit_copies() { emulation::commit_copies(); }
template <int PENDING>
void await_copies() {
  emulation::await_copies(PENDING);
}
