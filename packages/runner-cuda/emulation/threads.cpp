// Emulated threads as threads of the system, at the same time: for ThreadSanitizer, which finds a
// race even where the result is right by luck.
#include <pthread.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "grid.hpp"

namespace emulation {

thread_local Thread* self = nullptr;

void fail(const char* what) {
  std::fprintf(stderr, "emulation: %s\n", what);
  std::_Exit(70);
}

namespace {

// The sanitizer understands pthread's barrier.
class Barrier {
 public:
  explicit Barrier(unsigned count) { pthread_barrier_init(&barrier_, nullptr, count); }
  ~Barrier() { pthread_barrier_destroy(&barrier_); }
  Barrier(const Barrier&) = delete;
  void wait() { pthread_barrier_wait(&barrier_); }

 private:
  pthread_barrier_t barrier_;
};

struct Barriers {
  Barrier block;
  std::vector<std::unique_ptr<Barrier>> warps;

  explicit Barriers(unsigned threads) : block(threads) {
    for (unsigned first = 0; first < threads; first += 32) {
      warps.push_back(std::make_unique<Barrier>(std::min(32u, threads - first)));
    }
  }
};

Barriers* barriers = nullptr;
thread_local Barrier* own_warp = nullptr;

}  // namespace

void synchronize_block() { barriers->block.wait(); }
void synchronize_warp() { own_warp->wait(); }

void run(const Launch& launch) {
  Team team{launch};
  Barriers all{launch.threads()};
  barriers = &all;
  const std::vector<unsigned> blocks = ordered(launch.blocks(), launch.order, 0);
  const auto work = [&](unsigned number) {
    self = &team.threads[number];
    own_warp = all.warps[number / 32].get();
    for (const unsigned block : blocks) {
      if (number == 0) {
        poison_shared(launch.kernel);
        team.enter_block(launch, block);
      }
      all.block.wait();
      launch.kernel.launch(launch.tensors.data(), launch.scalars.data());
      all.block.wait();
    }
  };
  std::vector<std::thread> threads;
  for (const unsigned number : ordered(launch.threads(), launch.order, 0)) threads.emplace_back(work, number);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace emulation
