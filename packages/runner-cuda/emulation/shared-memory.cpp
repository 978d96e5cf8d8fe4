#include "shared-memory.hpp"

#include <cstring>

#include "shim/device.h"

namespace emulation {

SharedMemory::SharedMemory(size_t dynamic_bytes)
    : bytes_(dynamic_start + dynamic_bytes),
      of_threads_(static_cast<unsigned char*>(::operator new(bytes_, alignment))),
      of_proxy_(static_cast<unsigned char*>(::operator new(bytes_, alignment))) {}

void SharedMemory::poison() {
  std::memset(of_threads_.get(), 0xff, bytes_);
  publish();
}

unsigned SharedMemory::address_of(const void* at) const {
  const auto* byte = static_cast<const unsigned char*>(at);
  if (byte < dynamic() || byte > of_threads_.get() + bytes_) {
    fail("an address is asked for that is not in the block's dynamic shared memory");
  }
  return static_cast<unsigned>(byte - of_threads_.get());
}

unsigned char* SharedMemory::of_threads(unsigned address, size_t bytes) const {
  check(address, bytes);
  return of_threads_.get() + address;
}

const unsigned char* SharedMemory::of_proxy(unsigned address, size_t bytes) const {
  check(address, bytes);
  return of_proxy_.get() + address;
}

void SharedMemory::publish() { std::memcpy(of_proxy_.get(), of_threads_.get(), bytes_); }

void SharedMemory::write_by_proxy(unsigned address, const void* from, size_t bytes) {
  check(address, bytes);
  if (std::memcmp(of_threads_.get() + address, of_proxy_.get() + address, bytes) != 0) {
    fail("the copy engine writes where threads have written, and no fence came between");
  }
  std::memcpy(of_threads_.get() + address, from, bytes);
  std::memcpy(of_proxy_.get() + address, from, bytes);
}

void SharedMemory::check(unsigned address, size_t bytes) const {
  if (address < dynamic_start || address + bytes > bytes_) {
    fail("an access reaches beyond the block's dynamic shared memory");
  }
}

}  // namespace emulation
