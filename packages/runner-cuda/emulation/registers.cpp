// setmaxnreg: warps give registers back to their block, and take what others gave.
#include <string>

#include "cluster.hpp"
#include "shim/asynchronous.h"
#include "waits.hpp"

namespace emulation {

namespace {

struct RegisterWait : Wait {
  unsigned needed;

  explicit RegisterWait(unsigned needed) : needed(needed) {}
  bool is_over() const override { return self->home->free_registers >= needed; }
  std::string describe() const override {
    return std::to_string(needed) + " registers, of which its block has " +
           std::to_string(self->home->free_registers) + " left";
  }
};

void check(unsigned count) {
  if (count < 24 || count > 256 || count % 8 != 0) {
    fail("setmaxnreg asks for a number of registers that is no multiple of 8 between 24 and 256");
  }
}

}  // namespace

void give_registers(unsigned count) {
  check(count);
  meet_once(Instruction::setmaxnreg_dec, [](Exchange&) {}, [&](Exchange&) {
    unsigned& own = self->warp->registers;
    if (count > own) fail("setmaxnreg.dec asks for more registers than the warp has");
    self->home->free_registers += 32 * (own - count);
    own = count;
  });
}

void take_registers(unsigned count) {
  check(count);
  meet_once(Instruction::setmaxnreg_inc, [](Exchange&) {}, [&](Exchange&) {
    unsigned& own = self->warp->registers;
    if (count < own) fail("setmaxnreg.inc asks for fewer registers than the warp has");
    const unsigned needed = 32 * (count - own);
    wait_until(RegisterWait{needed});
    self->home->free_registers -= needed;
    own = count;
  });
}

}  // namespace emulation
