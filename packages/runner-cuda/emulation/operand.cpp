#include "operand.hpp"

#include "shim/device.h"
#include "swizzle.hpp"

namespace emulation {

Operand Operand::parse(uint64_t descriptor) {
  const auto bits = [&](unsigned from, unsigned count) {
    return static_cast<unsigned>(descriptor >> from & ((1u << count) - 1));
  };
  if (bits(14, 2) != 0 || bits(30, 2) != 0 || bits(46, 3) != 0 || bits(52, 10) != 0) {
    fail("a descriptor of wgmma has bits set that mean nothing");
  }
  constexpr unsigned spans[] = {16, 128, 64, 32};
  return {bits(0, 14) << 4, bits(16, 14) << 4, bits(32, 14) << 4, bits(49, 3), spans[bits(62, 2)]};
}

unsigned Operand::address(unsigned along, unsigned deep, unsigned element_bytes, bool turned) const {
  const unsigned chunk = 16 / element_bytes;
  const unsigned run = span / element_bytes;
  const bool swizzles = span > 16;
  unsigned offset;
  if (turned) {
    offset = along % run * element_bytes + along / run * (swizzles ? leading_bytes : stride_bytes) +
             deep % 8 * span + deep / 8 * (swizzles ? stride_bytes : leading_bytes);
  } else {
    offset = along % 8 * span + along / 8 * stride_bytes +
             (swizzles ? deep * element_bytes : deep / chunk * leading_bytes + deep % chunk * element_bytes);
  }
  return swizzle(start + offset, span, base_offset);
}

}  // namespace emulation
