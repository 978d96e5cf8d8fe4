// Runs the emulation's warp-wide matrix instructions by themselves, and prints what is wrong with them.
//
//     warp-matrices lanes            every element comes from, and goes to, the lane that it should
//     warp-matrices <misuse>         what no GPU allows; ends with the emulation's message
//
// Which lane holds what is written down in another form than in the shim: as CUTLASS does, in strides of the parts
// of a lane's number (l % 4, l / 4) and of an element's (mma_traits_sm80.hpp, mma_traits_sm75.hpp).
#include <cstdio>
#include <cstring>
#include <random>
#include <string>

#include "../emulation/team.hpp"
#include "cuda/mma.cuh"
#include "cuda/tf32.cuh"

namespace {

using emulation::self;

constexpr int word_elements = 4 / sizeof(real);

real some(std::mt19937& random) { return to_real(static_cast<float>(static_cast<int>(random() % 9) - 4)); }

void complain(const char* what, unsigned lane, int at, double found, double wanted) {
  if (found != wanted) std::printf("%s: lane %u has %g at %d instead of %g\n", what, lane, found, at, wanted);
}

// Strides of a lane's parts and of the bits of an element's number, in a matrix whose columns are contiguous.
struct Places {
  int lane_low, lane_high, element[3];
  int of(unsigned lane, int at) const {
    return static_cast<int>(lane % 4) * lane_low + static_cast<int>(lane / 4) * lane_high + (at & 1) * element[0] +
           (at >> 1 & 1) * element[1] + (at >> 2 & 1) * element[2];
  }
};

// A is 16 × K, B is given as 8 × K, D is 16 × 8.
#if defined(DATA_TYPE_TF32)
constexpr Places places_a{16, 1, {8, 64, 0}}, places_b{8, 1, {32, 0, 0}};
#else
constexpr Places places_a{32, 1, {16, 8, 128}}, places_b{16, 1, {8, 64, 0}};
constexpr Places half_a{32, 1, {16, 8, 0}}, half_b{16, 1, {8, 0, 0}};
#endif
constexpr Places places_d{32, 1, {16, 8, 0}};

// A lane's registers of a matrix.
template <int WORDS>
void take(unsigned (&words)[WORDS], const real* matrix, const Places& places) {
  real elements[WORDS * word_elements];
  for (int e = 0; e < WORDS * word_elements; e++) elements[e] = matrix[places.of(self->lane, e)];
  std::memcpy(words, elements, sizeof words);
}

void check_product(const char* what, const real* a, const real* b, int depth, const float (&d)[4]) {
  for (int e = 0; e < 4; e++) {
    const int at = places_d.of(self->lane, e);
    double wanted = at;
    for (int k = 0; k < depth; k++) wanted += to_float(a[at % 16 + 16 * k]) * to_float(b[at / 16 + 8 * k]);
    complain(what, self->lane, e, d[e], wanted);
  }
}

void begin(float (&d)[4]) {
  for (int e = 0; e < 4; e++) d[e] = static_cast<float>(places_d.of(self->lane, e));
}

template <int COUNT>
void check_loads(const unsigned short* memory) {
  // Rows of 16 bytes in any order, and of no more matrices than asked for.
  const unsigned lane = self->lane;
  const auto row_of = [](unsigned matrix_row) { return matrix_row * 5 % 32; };
  const void* row = lane < 8 * COUNT ? memory + 8 * row_of(lane) : nullptr;
  unsigned plain[COUNT], turned[COUNT];
  load_matrices(plain, row);
  load_turned_matrices(turned, row);
  for (unsigned at = 0; at < 2 * COUNT; at++) {
    // A matrix, row by row or column by column, is dealt out in pairs.
    const unsigned element = 2 * lane + at % 2;
    const unsigned first = at / 2 * 8;
    const auto half = [&](const unsigned (&words)[COUNT]) { return words[at / 2] >> 16 * (at % 2) & 0xffff; };
    complain("ldmatrix", lane, static_cast<int>(at), half(plain), memory[8 * row_of(first + element / 8) + element % 8]);
    complain("ldmatrix.trans", lane, static_cast<int>(at), half(turned),
             memory[8 * row_of(first + element % 8) + element / 8]);
  }
}

alignas(16) unsigned short memory[8 * 32];
real a[16 * 16], b[8 * 16];

void lanes(void* const*, const unsigned*) {
  check_loads<1>(memory);
  check_loads<2>(memory);
  check_loads<4>(memory);
  unsigned a_words[4], b_words[2];
  float d[4];
  take(a_words, a, places_a);
  take(b_words, b, places_b);
  begin(d);
  mma(d, a_words, b_words);
  check_product("mma", a, b, 8 * word_elements, d);
#if defined(DATA_TYPE_F16)
  unsigned a_half[2], b_half[1];
  take(a_half, a, half_a);
  take(b_half, b, half_b);
  begin(d);
  mma(d, a_half, b_half[0]);
  check_product("mma of half the depth", a, b, 8, d);
#endif
#if defined(DATA_TYPE_TF32)
  const float between = 1 + 0x1p-11f;
  complain("rounding to TF32", self->lane, 0, round_to_tf32(between), 1 + 0x1p-10);
  const unsigned bits = stackbench::bits_of(between), one = stackbench::bits_of(1);
  float cut[4] = {};
  mma(cut, {bits, bits, bits, bits}, {one, one});
  complain("what a tensor core reads of a number", self->lane, 0, cut[0], 8);
#endif
}

void product() {
  float d[4] = {};
  mma(d, {0, 0, 0, 0}, {0, 0});
}

void missing(void* const*, const unsigned*) {
  if (self->lane != 7) product();
}

void apart(void* const*, const unsigned*) {
  unsigned to[4];
  if (self->lane < 16) {
    load_matrices(to, memory + 8 * self->lane);
  } else {
    load_turned_matrices(to, memory + 8 * self->lane);
  }
}

// One lane is a product ahead of the others, and all arrive equally often.
void ahead(void* const*, const unsigned*) {
  if (self->lane != 7) __syncwarp();
  product();
  if (self->lane == 7) __syncwarp();
}

void misaligned(void* const*, const unsigned*) {
  unsigned to[1];
  load_matrices(to, memory + 8 * self->lane + 4);
}

void multiplies(void* const*, const unsigned*) { product(); }

}  // namespace

int main(int, char** words) {
  const std::string what = words[1];
  std::mt19937 random{7};
  for (unsigned short& element : memory) element = static_cast<unsigned short>(random());
  for (real& element : a) element = some(random);
  for (real& element : b) element = some(random);
  const auto kernel = what == "lanes"        ? lanes
                      : what == "missing"    ? missing
                      : what == "apart"      ? apart
                      : what == "ahead"      ? ahead
                      : what == "misaligned" ? misaligned
                                             : multiplies;
  const emulation::Kernel compiled{kernel, nullptr, nullptr};
  const unsigned threads = what == "half a warp" ? 48 : 64;
  emulation::run({compiled, {1, 1, 1}, {threads, 1, 1}, {}, {}, 0, emulation::Order::shuffled});
}
