// How the copy engine and the tensor cores of sm_90a exchange chunks of 16 bytes, so that columns of a matrix spread
// over the banks of shared memory.
#pragma once

namespace emulation {

// Where what would lie at `address` lies: with rows of `span` bytes (128, 64 or 32), bits 4… are exchanged by bits 7…, as many
// as number a span's chunks. 16: nothing is exchanged. `first_row`: rows of 128 bytes that the pattern begins later.
// PTX ISA, "Swizzling modes" and "Matrix descriptor: base offset".
inline unsigned swizzle(unsigned address, unsigned span, unsigned first_row = 0) {
  return address ^ ((((address >> 7) - first_row) & (span / 16 - 1)) << 4);
}

}  // namespace emulation
