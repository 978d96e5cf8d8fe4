// Emulated threads as fibers: one runs until it waits at a barrier, then the next. Nothing runs at
// the same time, so a run repeats exactly; an error of order shows in another order of turns.
#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <new>

#include "grid.hpp"
#include "stack-switch.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace emulation {

Thread* self = nullptr;
unsigned char* dynamic_shared = nullptr;

void fail(const char* what) {
  const uint3 thread = self->index;
  const uint3 block = self->block;
  std::fprintf(stderr, "emulation: %s (thread %u,%u,%u of block %u,%u,%u)\n", what, thread.x, thread.y,
               thread.z, block.x, block.y, block.z);
  std::_Exit(70);
}

namespace {

constexpr size_t stack_bytes = 256 * 1024;

enum class State { runs, waits_for_warp, waits_for_block, ended };

struct Fiber {
  Context context;
  State state;
};

// What a launch is made of while it runs. One at a time.
struct Fibers {
  const Launch& launch;
  Team team;
  std::vector<Fiber> fibers;
  Context scheduler;
  unsigned current = 0;
  unsigned char* stacks;
  void* scheduler_stack = nullptr;
  size_t scheduler_stack_bytes = 0;

  explicit Fibers(const Launch& launch);
  ~Fibers();

  void run_block();
  void resume(unsigned fiber);
  void yield(State state);
  bool release_warps();
  bool release_block();
  unsigned count(State state) const;
  static void body();
};

Fibers* running = nullptr;

// The address sanitizer wants to know which stack is in use.
void leave_stack([[maybe_unused]] const void* to, [[maybe_unused]] size_t bytes,
                 [[maybe_unused]] void** saved) {
#ifdef __SANITIZE_ADDRESS__
  __sanitizer_start_switch_fiber(saved, to, bytes);
#endif
}

void enter_stack([[maybe_unused]] void* saved, [[maybe_unused]] void** from = nullptr,
                 [[maybe_unused]] size_t* bytes = nullptr) {
#ifdef __SANITIZE_ADDRESS__
  __sanitizer_finish_switch_fiber(saved, const_cast<const void**>(from), bytes);
#endif
}

Fibers::Fibers(const Launch& launch) : launch(launch), team(launch), fibers(launch.threads()) {
  stacks = static_cast<unsigned char*>(mmap(nullptr, fibers.size() * stack_bytes, PROT_READ | PROT_WRITE,
                                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (stacks == MAP_FAILED) throw std::bad_alloc();
  for (size_t i = 0; i < fibers.size(); i++) {
    begin_at(fibers[i].context, stacks + i * stack_bytes, stack_bytes, &Fibers::body);
  }
}

Fibers::~Fibers() {
  const size_t bytes = fibers.size() * stack_bytes;
#ifdef __SANITIZE_ADDRESS__
  // What the fibers left off in the middle of: whatever lies there next is not to be taken for it.
  __asan_unpoison_memory_region(stacks, bytes);
#endif
  munmap(stacks, bytes);
}

// A fiber lives as long as the launch: it runs the kernel once for each block.
void Fibers::body() {
  enter_stack(nullptr, &running->scheduler_stack, &running->scheduler_stack_bytes);
  for (;;) {
    running->launch.kernel.launch(running->launch.tensors.data(), running->launch.scalars.data());
    self->copies->forget();
    running->yield(State::ended);
  }
}

void Fibers::resume(unsigned fiber) {
  current = fiber;
  self = &team.threads[fiber];
  fibers[fiber].state = State::runs;
  void* saved = nullptr;
  leave_stack(stacks + fiber * stack_bytes, stack_bytes, &saved);
  switch_context(scheduler, fibers[fiber].context);
  enter_stack(saved);
}

void Fibers::yield(State state) {
  Fiber& fiber = fibers[current];
  fiber.state = state;
  void* saved = nullptr;
  leave_stack(scheduler_stack, scheduler_stack_bytes, &saved);
  switch_context(fiber.context, scheduler);
  enter_stack(saved, &scheduler_stack, &scheduler_stack_bytes);
}

unsigned Fibers::count(State state) const {
  return static_cast<unsigned>(
      std::count_if(fibers.begin(), fibers.end(), [&](const Fiber& fiber) { return fiber.state == state; }));
}

// Lets every warp go on whose threads all wait for each other.
bool Fibers::release_warps() {
  bool any = false;
  for (size_t first = 0; first < fibers.size(); first += 32) {
    const auto begin = fibers.begin() + static_cast<int>(first);
    const auto end = fibers.begin() + static_cast<int>(std::min(first + 32, fibers.size()));
    const auto waits = [](const Fiber& fiber) { return fiber.state == State::waits_for_warp; };
    if (!std::all_of(begin, end, waits)) continue;
    std::for_each(begin, end, [](Fiber& fiber) { fiber.state = State::runs; });
    any = true;
  }
  return any;
}

// A barrier that some threads never reach is undefined on hardware, so an ended one does not count.
bool Fibers::release_block() {
  if (count(State::waits_for_block) < fibers.size()) return false;
  for (Fiber& fiber : fibers) fiber.state = State::runs;
  return true;
}

void Fibers::run_block() {
  for (Fiber& fiber : fibers) fiber.state = State::runs;
  for (unsigned round = 0;; round++) {
    for (const unsigned fiber : ordered(static_cast<unsigned>(fibers.size()), launch.order, round)) {
      if (fibers[fiber].state == State::runs) resume(fiber);
    }
    if (count(State::ended) == fibers.size()) return;
    if (!release_warps() && !release_block()) {
      for (unsigned i = 0; i < fibers.size(); i++) {
        if (fibers[i].state != State::ended) self = &team.threads[i];
      }
      fail("a barrier is not reached by all threads");
    }
  }
}

}  // namespace

void synchronize_block() {
  self->copies->pass_time();
  running->yield(State::waits_for_block);
}
void synchronize_warp() {
  self->copies->pass_time();
  running->yield(State::waits_for_warp);
}

void run(const Launch& launch) {
  Fibers fibers{launch};
  const DynamicShared dynamic{launch.dynamic_shared_bytes};
  running = &fibers;
  for (const unsigned block : ordered(launch.blocks(), launch.order, 0)) {
    poison_shared(launch.kernel, dynamic);
    fibers.team.enter_block(launch, block);
    fibers.run_block();
  }
}

}  // namespace emulation
