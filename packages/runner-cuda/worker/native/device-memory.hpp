// Memory of the device that frees itself.
#pragma once
#include <cstddef>
#include <utility>

#include "driver.hpp"

namespace stackbench {

class DeviceMemory {
 public:
  explicit DeviceMemory(size_t bytes) {
    if (bytes > 0) check(driver().cuMemAlloc(&address_, bytes), "Allocating device memory");
  }
  DeviceMemory(DeviceMemory&& other) noexcept : address_(std::exchange(other.address_, 0)) {}
  DeviceMemory& operator=(DeviceMemory&& other) noexcept {
    std::swap(address_, other.address_);
    return *this;
  }
  // A failure to free means a lost context, which the next call reports.
  ~DeviceMemory() {
    if (address_ != 0) driver().cuMemFree(address_);
  }

  CUdeviceptr address() const { return address_; }
  void* pointer() const { return reinterpret_cast<void*>(address_); }

 private:
  CUdeviceptr address_ = 0;
};

}  // namespace stackbench
