// What the copy engine is told of a matrix: in place of the driver's cuTensorMapEncodeTiled.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace emulation {

constexpr unsigned most_dimensions = 5;

// The 128 bytes that a kernel gets by value. Dimensions that there are not have an extent of 1.
struct TensorMap {
  // Tells it from what is none.
  uint64_t mark;
  unsigned char* start;
  uint64_t extents[most_dimensions];
  // From one place along the dimension to the next. The first dimension is dense.
  uint64_t stride_bytes[most_dimensions - 1];
  uint32_t box[most_dimensions];
  uint16_t element_bytes;
  // Of a row of the box in shared memory whose chunks are exchanged; 16: they are not.
  uint16_t swizzle_span;

  bool is_valid() const { return mark == valid_mark; }
  unsigned box_bytes() const;

  static constexpr uint64_t valid_mark = 0x70616d20726f736eu;
};
static_assert(sizeof(TensorMap) <= 128);

// Of a tensor whose rows are dense. `swizzle_bytes`: 0, 32, 64 or 128.
// Throws Failure where the driver would refuse it: CUDA Driver API, cuTensorMapEncodeTiled.
TensorMap encode_tensor_map(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents,
                            const std::vector<uint32_t>& box, unsigned swizzle_bytes);

}  // namespace emulation
