// Emulated threads as threads of the system, at the same time: for ThreadSanitizer, which finds a
// race even where the result is right by luck.
#include <pthread.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "team.hpp"
#include "waits.hpp"

namespace emulation {

thread_local Thread* self = nullptr;

void fail(const char* what) {
  std::fprintf(stderr, "emulation: %s\n", what);
  std::_Exit(70);
}

namespace {

// The sanitizer understands pthread's barrier, but takes who leaves it late to have seen what others
// did before they came to it again. So two take turns: nobody comes to one again before all have left it.
class Barrier {
 public:
  explicit Barrier(unsigned count) {
    for (pthread_barrier_t& turn : turns_) pthread_barrier_init(&turn, nullptr, count);
  }
  ~Barrier() {
    for (pthread_barrier_t& turn : turns_) pthread_barrier_destroy(&turn);
  }
  Barrier(const Barrier&) = delete;
  // `waits`: how often this thread has waited here.
  void wait(unsigned& waits) { pthread_barrier_wait(&turns_[waits++ % 2]); }

 private:
  pthread_barrier_t turns_[2];
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
thread_local unsigned block_waits = 0;
thread_local unsigned warp_waits = 0;

}  // namespace

void synchronize_block() { barriers->block.wait(block_waits); }
void synchronize_warp() { own_warp->wait(warp_waits); }
void wait_until(const Wait&) { fail("threads of the system do not wait for what a device does by itself"); }

void run(const Launch& launch) {
  Team team{launch};
  Barriers all{launch.threads()};
  barriers = &all;
  const std::vector<unsigned> blocks = ordered(launch.clusters(), launch.order, 0);
  const auto work = [&](unsigned number) {
    self = &team.threads[number];
    own_warp = all.warps[number / 32].get();
    for (const unsigned block : blocks) {
      if (number == 0) {
        poison_shared(launch.kernel);
        team.enter(launch, block);
      }
      all.block.wait(block_waits);
      launch.kernel.launch(launch.tensors.data(), launch.scalars.data());
      self->copies->forget();
      all.block.wait(block_waits);
    }
  };
  std::vector<std::thread> threads;
  for (const unsigned number : ordered(launch.threads(), launch.order, 0)) threads.emplace_back(work, number);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace emulation
