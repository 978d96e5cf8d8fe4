// Elements as they are stored. tf32 is stored as f32.
#pragma once
#include <cstring>
#include <stdexcept>
#include <string>

#include "float-bits.h"

namespace stackbench {

enum class ElementType { f32, f16, bf16 };

inline ElementType element_type(const std::string& data_type) {
  if (data_type == "f32" || data_type == "tf32") return ElementType::f32;
  if (data_type == "f16") return ElementType::f16;
  if (data_type == "bf16") return ElementType::bf16;
  throw std::invalid_argument("no data type is called '" + data_type + "'");
}

inline size_t bytes_of(ElementType type) { return type == ElementType::f32 ? 4 : 2; }

// Bits of significand of a stored element, the implicit one included.
inline int significand_bits(ElementType type) {
  return type == ElementType::f32 ? 24 : type == ElementType::f16 ? 11 : 8;
}

inline void store(ElementType type, void* tensor, size_t index, float value) {
  if (type == ElementType::f32) {
    static_cast<float*>(tensor)[index] = value;
  } else {
    static_cast<uint16_t*>(tensor)[index] =
        type == ElementType::f16 ? half_of(value) : bfloat_of(value);
  }
}

inline float load(ElementType type, const void* tensor, size_t index) {
  if (type == ElementType::f32) return static_cast<const float*>(tensor)[index];
  const uint16_t stored = static_cast<const uint16_t*>(tensor)[index];
  return type == ElementType::f16 ? half_to_float(stored) : bfloat_to_float(stored);
}

}  // namespace stackbench
