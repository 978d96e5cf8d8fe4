// The threads around the last element of the largest tensor there may be: who is inside of it?
#include "device.h"

#include <cstdio>

#include "cuda/thread-number.cuh"

namespace emulation {
Thread* self = nullptr;
}

int main() {
  const int elements = 0x7fffffff;
  const int threads = 256;
  emulation::Thread thread{};
  emulation::self = &thread;
  thread.grid_extent = {32769, 256, 1};
  // Number 2^31 - 2 is the last; the next one is no element, and those of the next block are none.
  const struct {
    unsigned block_x, block_y, thread;
    bool is_inside;
  } cases[] = {{32512, 255, 254, true}, {32512, 255, 255, false}, {32513, 255, 0, false}, {32768, 255, 255, false}};
  for (const auto& each : cases) {
    thread.block = {each.block_x, each.block_y, 0};
    thread.index = {each.thread, 0, 0};
    if (is_inside(thread_number(threads), elements) != each.is_inside) {
      std::printf("thread %u of block %u,%u: number %d\n", each.thread, each.block_x, each.block_y,
                  thread_number(threads));
    }
  }
}
