// What kernels/cuda/mma.cuh says in PTX, and hopper.cuh: ldmatrix, stmatrix and mma.sync. Every lane holds its own registers, and which
// elements these are is computed as the PTX ISA says it. Lanes hand each other their parts through an exchange of the
// warp, so that a lane which is not there is missed.
#pragma once
#include "../../worker/float-bits.h"

namespace emulation {

// PTX ISA, "Warp-level matrix load instruction: ldmatrix": threads 8i to 8i + 7 give the addresses of the rows of
// matrix i; thread l gets row l / 4, elements 2·(l % 4) and the next, or these of column l / 4 with .trans.
template <int COUNT, bool TURNED>
void load_matrices(unsigned (&to)[COUNT], const void* row) {
  static_assert(COUNT == 1 || COUNT == 2 || COUNT == 4);
  const unsigned lane = self->lane;
  if (lane < 8 * COUNT && reinterpret_cast<unsigned long>(row) % 16 != 0) {
    fail("a row of ldmatrix does not begin on a boundary of 16 bytes");
  }
  if (lane < 8 * COUNT) watch_row(row, false);
  Exchange& all = meet(TURNED ? Instruction::ldmatrix_trans : Instruction::ldmatrix,
                       [&](Exchange& own) { own.rows[lane] = static_cast<const unsigned short*>(row); });
  const Unwatched rows_are_told;
  for (int matrix = 0; matrix < COUNT; matrix++) {
    const auto element = [&](unsigned at_row, unsigned column) -> unsigned {
      return all.rows[8 * matrix + at_row][column];
    };
    const unsigned group = lane / 4;
    const unsigned pair = 2 * (lane % 4);
    to[matrix] = TURNED ? element(pair, group) | element(pair + 1, group) << 16
                        : element(group, pair) | element(group, pair + 1) << 16;
  }
}

// PTX ISA, "Warp-level matrix store instruction: stmatrix": the other way, of four matrices.
inline void store_matrices(void* row, const unsigned (&words)[4]) {
  const unsigned lane = self->lane;
  if (reinterpret_cast<unsigned long>(row) % 16 != 0) {
    fail("a row of stmatrix does not begin on a boundary of 16 bytes");
  }
  watch_row(row, true);
  const Exchange& all = meet(Instruction::stmatrix,
                             [&](Exchange& own) { own.rows[lane] = static_cast<const unsigned short*>(row); });
  const Unwatched rows_are_told;
  for (unsigned matrix = 0; matrix < 4; matrix++) {
    auto* to = const_cast<unsigned short*>(all.rows[8 * matrix + lane / 4]) + 2 * (lane % 4);
    __builtin_memcpy(to, &words[matrix], sizeof words[matrix]);
  }
}

// Elements of a register: two of 16 bits, the first in the lower half, or one of TF32.
#if defined(DATA_TYPE_TF32)
constexpr int per_word = 1;
// Tensor cores read the upper 19 bits.
inline float element_of(unsigned word, int) { return stackbench::float_of(word & 0xffffe000); }
#else
constexpr int per_word = 2;
inline float element_of(unsigned word, int at) {
  return to_float(__builtin_bit_cast(real, static_cast<unsigned short>(word >> 16 * at)));
}
#endif

// PTX ISA, "Matrix fragments for mma.m16n8k8" and "… for mma.m16n8k16", for .f16, .bf16 and .tf32. With
// groupID = lane / 4 and threadID_in_group = lane % 4, register i of A holds row groupID, + 8 where i is odd, and
// columns from per_word · (threadID_in_group + 4·(i / 2)) on; register i of B those as its rows, of column groupID; element i of
// D row groupID, + 8 where i >= 2, and column 2·threadID_in_group + i % 2.
template <int WORDS>
EMULATION_UNWATCHED void mma(float (&d)[4], const unsigned* a, const unsigned* b) {
  const unsigned group = self->lane / 4;
  const unsigned thread = self->lane % 4;
  const Exchange& all = meet(WORDS == 4 ? Instruction::mma : Instruction::half_mma, [&](Exchange& own) {
    for (unsigned i = 0; i < WORDS; i++) {
      for (unsigned e = 0; e < per_word; e++) {
        own.a[group + i % 2 * 8][per_word * (thread + i / 2 * 4) + e] = element_of(a[i], e);
      }
    }
    for (unsigned i = 0; i < WORDS / 2; i++) {
      for (unsigned e = 0; e < per_word; e++) {
        own.b[per_word * (thread + i * 4) + e][group] = element_of(b[i], e);
      }
    }
  });
  for (unsigned i = 0; i < 4; i++) {
    const unsigned row = group + i / 2 * 8;
    const unsigned column = 2 * thread + i % 2;
    for (int k = 0; k < 2 * WORDS * per_word; k++) d[i] += all.a[row][k] * all.b[k][column];
  }
}

}  // namespace emulation

template <int COUNT>
void load_matrices(unsigned (&to)[COUNT], const void* row) {
  emulation::load_matrices<COUNT, false>(to, row);
}

template <int COUNT>
void load_turned_matrices(unsigned (&to)[COUNT], const void* row) {
  emulation::load_matrices<COUNT, true>(to, row);
}

inline void mma(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) { emulation::mma<4>(d, a, b); }
inline void mma(float (&d)[4], const unsigned (&a)[2], unsigned b) { emulation::mma<2>(d, a, &b); }
