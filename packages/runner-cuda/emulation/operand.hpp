// A matrix in shared memory that wgmma multiplies, as the 64 bits of its descriptor say.
#pragma once
#include <cstdint>

namespace emulation {

struct Operand {
  unsigned start, leading_bytes, stride_bytes;
  // Rows of 128 bytes by which the swizzle's pattern begins later.
  unsigned base_offset;
  // Of a row whose chunks are exchanged; 16: they are not.
  unsigned span;

  // PTX ISA, "Matrix descriptor format" of wgmma. Fails where bits are set that mean nothing.
  static Operand parse(uint64_t descriptor);

  // Where an element lies: number `along` of M or N, `deep` of K. `turned`: M or N is contiguous, and not K.
  // PTX ISA, "Shared memory matrix layout", in the strides of CUTLASS (cute/arch/mma_sm90_desc.hpp and
  // cute/atom/mma_traits_sm90_gmma.hpp, "canonical layouts").
  unsigned address(unsigned along, unsigned deep, unsigned element_bytes, bool turned) const;
};

}  // namespace emulation
