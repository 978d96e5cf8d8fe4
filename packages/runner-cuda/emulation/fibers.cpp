// Emulated threads as fibers: one runs until it waits at a barrier, then the next. Nothing runs at
// the same time, so a run repeats exactly; an error of order shows in another order of turns.
#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <new>

#include "stack-switch.hpp"
#include "team.hpp"
#include "waits.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace emulation {

Thread* self = nullptr;

void fail(const char* what) {
  const uint3 thread = self->index;
  const uint3 block = self->block;
  std::fprintf(stderr, "emulation: %s (thread %u,%u,%u of block %u,%u,%u)\n", what, thread.x, thread.y,
               thread.z, block.x, block.y, block.z);
  std::_Exit(70);
}

namespace {

constexpr size_t stack_bytes = 256 * 1024;

enum class State { runs, waits_for_warp, waits_for_block, waits, ended };

struct Fiber {
  Context context;
  State state;
  // What it waits for in State::waits.
  const Wait* wait = nullptr;
};

// Fibers of one warp or block.
struct Range {
  unsigned begin, end;
};

// Numbers below `count` by `step`, those of each block by themselves.
std::vector<Range> ranges(unsigned blocks, unsigned threads, unsigned step) {
  std::vector<Range> all;
  for (unsigned block = 0; block < blocks; block++) {
    for (unsigned first = 0; first < threads; first += step) {
      all.push_back({block * threads + first, block * threads + std::min(first + step, threads)});
    }
  }
  return all;
}

// What a launch is made of while it runs. One at a time.
struct Fibers {
  const Launch& launch;
  Team team;
  std::vector<Fiber> fibers;
  std::vector<Range> warps, blocks;
  Context scheduler;
  unsigned current = 0;
  unsigned char* stacks;
  void* scheduler_stack = nullptr;
  size_t scheduler_stack_bytes = 0;

  explicit Fibers(const Launch& launch);
  ~Fibers();

  void run_cluster();
  // Runs each fiber that can, and does not stand still unless none else can. Returns whether there was one.
  bool run_round(unsigned round);
  template <class Choose>
  bool run_some(unsigned round, Choose is_chosen);
  // In an order at random, half of the warps do for a stretch of rounds, or a block of a cluster: so the others get far
  // ahead of them.
  bool stands_still(unsigned fiber, unsigned round) const;
  bool can_run(unsigned fiber);
  void resume(unsigned fiber);
  void yield(State state);
  // Lets all of a range go on that wait for each other. Returns whether there were any.
  bool release(const std::vector<Range>& ranges, State state);
  [[noreturn]] void report_deadlock();
  unsigned count(State state) const;
  void end_thread();
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

Fibers::Fibers(const Launch& launch) : launch(launch), team(launch), fibers(team.threads.size()) {
  const unsigned count = static_cast<unsigned>(team.cluster.blocks.size());
  warps = ranges(count, launch.threads(), 32);
  blocks = ranges(count, launch.threads(), launch.threads());
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
    running->end_thread();
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

void Fibers::end_thread() {
  self->copies->forget();
  self->stores->end_thread();
  self->products->end_thread();
  // It no longer counts, whether it has come or not.
  if (self->cluster_turn > team.cluster.turns) team.cluster.arrived--;
  self->cluster_turn = 0;
  self->home->living--;
}

// A barrier that some threads never reach is undefined on hardware, so an ended one does not count.
bool Fibers::release(const std::vector<Range>& ranges, State state) {
  bool any = false;
  for (const Range& range : ranges) {
    const auto begin = fibers.begin() + static_cast<int>(range.begin);
    const auto end = fibers.begin() + static_cast<int>(range.end);
    if (!std::all_of(begin, end, [&](const Fiber& fiber) { return fiber.state == state; })) continue;
    std::for_each(begin, end, [](Fiber& fiber) { fiber.state = State::runs; });
    any = true;
  }
  return any;
}

bool Fibers::can_run(unsigned fiber) {
  if (fibers[fiber].state != State::waits) return fibers[fiber].state == State::runs;
  self = &team.threads[fiber];
  return fibers[fiber].wait->is_over();
}

bool Fibers::stands_still(unsigned fiber, unsigned round) const {
  if (launch.order != Order::shuffled) return false;
  constexpr unsigned stretch = 128;
  const unsigned turn = round / stretch;
  const unsigned count = static_cast<unsigned>(blocks.size());
  if (count > 1 && turn % 2 == 0) return team.threads[fiber].home->rank == turn / 2 % count;
  return Dice{turn * 64 + fiber / 32}.comes_up(2);
}

bool Fibers::run_round(unsigned round) {
  return run_some(round, [&](unsigned fiber) { return !stands_still(fiber, round); }) ||
         run_some(round, [&](unsigned fiber) { return stands_still(fiber, round); });
}

template <class Choose>
bool Fibers::run_some(unsigned round, Choose is_chosen) {
  bool any = false;
  for (const unsigned fiber : ordered(static_cast<unsigned>(fibers.size()), launch.order, round)) {
    if (!is_chosen(fiber) || !can_run(fiber)) continue;
    resume(fiber);
    team.cluster.copy_engine.pass_time();
    any = true;
  }
  return any;
}

// What each thread waits for is said once, by the first of those that wait for it.
void Fibers::report_deadlock() {
  std::string waits;
  std::string said;
  unsigned others = 0;
  const auto note_others = [&] {
    if (others > 0) waits += " (and " + std::to_string(others) + " more)";
    others = 0;
  };
  for (unsigned i = 0; i < fibers.size(); i++) {
    if (fibers[i].state == State::ended) continue;
    self = &team.threads[i];
    if (fibers[i].state != State::waits) continue;
    const std::string what = fibers[i].wait->describe();
    if (what == said) {
      others++;
      continue;
    }
    note_others();
    said = what;
    waits += "\n  thread " + std::to_string(self->index.x) + " of block " + std::to_string(self->block.x) +
             " waits for " + what;
  }
  note_others();
  fail(waits.empty() ? "a barrier is not reached by all threads" : ("no thread can go on:" + waits + "\n ").c_str());
}

void Fibers::run_cluster() {
  for (Fiber& fiber : fibers) fiber.state = State::runs;
  for (unsigned round = 0; count(State::ended) < fibers.size(); round++) {
    const bool ran = run_round(round);
    const bool released = release(warps, State::waits_for_warp) | release(blocks, State::waits_for_block);
    // As late as the waits allow: once nothing else can happen.
    if (!ran && !released && !team.cluster.copy_engine.land_one()) report_deadlock();
    if (has_watched_enough()) return;
  }
  if (!team.cluster.copy_engine.is_idle()) fail("a block ends while a box is on its way into its shared memory");
  for (const Products& products : team.products) products.end_block();
}

}  // namespace

void synchronize_block() {
  watch_meeting();
  self->copies->pass_time();
  running->yield(State::waits_for_block);
}
void synchronize_warp() {
  watch_meeting();
  self->copies->pass_time();
  self->products->pass_time();
  running->yield(State::waits_for_warp);
}
void wait_until(const Wait& wait) {
  self->copies->pass_time();
  self->products->pass_time();
  // Others may run first, though it be over.
  if (running->launch.order != Order::shuffled && wait.is_over()) return;
  running->fibers[running->current].wait = &wait;
  running->yield(State::waits);
}

void run(const Launch& launch) {
  Fibers fibers{launch};
  running = &fibers;
  for (const unsigned cluster : ordered(launch.clusters(), launch.order, 0)) {
    poison_shared(launch.kernel);
    fibers.team.enter(launch, cluster);
    fibers.run_cluster();
  }
}

}  // namespace emulation
