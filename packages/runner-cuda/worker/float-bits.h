// The bits of a float, and of the 16-bit types and TensorFloat-32 rounded from it to nearest, ties
// to even as the hardware does.
#pragma once

namespace stackbench {

inline unsigned bits_of(float value) {
  unsigned bits;
  __builtin_memcpy(&bits, &value, 4);
  return bits;
}

inline float float_of(unsigned bits) {
  float value;
  __builtin_memcpy(&value, &bits, 4);
  return value;
}

// `value` without its lowest `drop` bits, rounded to nearest even.
inline unsigned round_bits(unsigned value, int drop) {
  const unsigned half = 1u << (drop - 1);
  const unsigned odd = value >> drop & 1;
  return (value + half - 1 + odd) >> drop;
}

inline unsigned short bfloat_of(float value) {
  const unsigned bits = bits_of(value);
  // A quiet NaN stays one: rounding could carry it into the sign.
  if (value != value) return static_cast<unsigned short>(bits >> 16 | 0x40);
  return static_cast<unsigned short>(round_bits(bits, 16));
}

inline float bfloat_to_float(unsigned short stored) { return float_of(unsigned(stored) << 16); }

inline unsigned short half_of(float value) {
  const unsigned bits = bits_of(value);
  const unsigned sign = bits >> 16 & 0x8000;
  const unsigned magnitude = bits & 0x7fffffff;
  if (value != value) return static_cast<unsigned short>(sign | 0x7fff);
  // From 65520 on everything rounds to infinity.
  if (magnitude >= 0x477ff000) return static_cast<unsigned short>(sign | 0x7c00);
  // Below 2^-14 a half is a multiple of 2^-24: adding 0.5 lets the float's own rounding do it.
  if (magnitude < 0x38800000) {
    return static_cast<unsigned short>(sign | (bits_of(float_of(magnitude) + 0.5f) - 0x3f000000));
  }
  return static_cast<unsigned short>(sign | round_bits(magnitude - 0x38000000, 13));
}

inline float half_to_float(unsigned short stored) {
  const unsigned sign = (stored & 0x8000u) << 16;
  const unsigned magnitude = stored & 0x7fffu;
  if (magnitude >= 0x7c00) return float_of(sign | 0x7f800000 | magnitude << 13);
  // A half's exponent is 112 less than a float's: the product is exact, subnormals included.
  return float_of(bits_of(float_of(magnitude << 13) * 0x1p112f) | sign);
}

// As __float_to_tf32: to nearest, ties away from zero.
inline float tf32_of(float value) {
  return value != value ? value : float_of((bits_of(value) + 0x1000) & 0xffffe000);
}

}  // namespace stackbench
