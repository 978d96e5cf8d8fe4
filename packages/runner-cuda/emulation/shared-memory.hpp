// The shared memory that a launch gives one block, twice: as its threads find it, and as the asynchronous proxy does (the copy
// engine and wgmma), which what threads write reaches by a fence alone.
#pragma once
#include <cstddef>
#include <memory>
#include <new>

namespace emulation {

class SharedMemory {
 public:
  explicit SharedMemory(size_t dynamic_bytes);

  unsigned char* dynamic() const { return of_threads_.get() + dynamic_start; }
  // Fills it with NaN, which nothing computed from unwritten memory can hide.
  void poison();

  // The 32 bits that PTX knows a place by, counted from the block's start. Fails where `at` is no such place.
  unsigned address_of(const void* at) const;
  // What lies there for threads. Fails where `bytes` from there reach beyond the memory.
  unsigned char* of_threads(unsigned address, size_t bytes) const;
  // What lies there for the asynchronous proxy.
  const unsigned char* of_proxy(unsigned address, size_t bytes) const;

  // The proxy sees what threads have written until now: fence.proxy.async.
  void publish();
  // By the proxy. Threads see it: what completes such a write (an mbarrier) tells them when. Fails where threads have
  // written and not published it: either may come last.
  void write_by_proxy(unsigned address, const void* from, size_t bytes);

 private:
  // Nobody promises that it begins on a larger boundary than extern __shared__ arrays ask for.
  static constexpr unsigned dynamic_start = 128;
  static constexpr std::align_val_t alignment{1024};
  struct Free {
    void operator()(unsigned char* memory) const { ::operator delete(memory, alignment); }
  };
  using Memory = std::unique_ptr<unsigned char, Free>;

  size_t bytes_;
  Memory of_threads_, of_proxy_;

  void check(unsigned address, size_t bytes) const;
};

}  // namespace emulation
