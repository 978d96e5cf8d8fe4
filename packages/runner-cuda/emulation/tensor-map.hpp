// What the copy engine is told of a tensor: in place of the driver's cuTensorMapEncodeTiled and cuTensorMapEncodeIm2col.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace emulation {

constexpr unsigned most_dimensions = 5;

// Of the im2col mode, width before height: the corners of the box that pixels are taken from, off the image's first and its last
// one, and how far apart these pixels are.
struct PixelBox {
  std::array<int, 2> lower, upper;
  uint32_t channels, pixels;
  std::array<uint32_t, 2> strides;
};

// The 128 bytes that a kernel gets by value. Dimensions that there are not have an extent of 1.
struct alignas(64) TensorMap {
  // Tells it from what is none.
  uint64_t mark;
  unsigned char* start;
  uint64_t extents[most_dimensions];
  // From one place along the dimension to the next. The first dimension is dense.
  uint64_t stride_bytes[most_dimensions - 1];
  // Of the im2col mode: channels and pixels.
  uint32_t box[most_dimensions];
  uint16_t element_bytes;
  // Of a row of the box in shared memory whose chunks are exchanged; 16: they are not.
  uint16_t swizzle_span;
  uint8_t dimensions;
  bool has_pixels;
  // What of PixelBox is not in `box`.
  int8_t lower[2], upper[2];
  uint8_t pixel_strides[2];

  bool is_valid() const { return mark == valid_mark; }
  unsigned box_bytes() const;

  static constexpr uint64_t valid_mark = 0x70616d20726f736eu;
};
static_assert(sizeof(TensorMap) == 128);

// Of a tensor whose rows are dense. `swizzle_bytes`: 0, 32, 64 or 128.
// Throws Failure where the driver would refuse it: CUDA Driver API, cuTensorMapEncodeTiled.
TensorMap encode_tensor_map(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents,
                            const std::vector<uint32_t>& box, unsigned swizzle_bytes);
// Of images: channels, width, height, number. Throws Failure where cuTensorMapEncodeIm2col would refuse it.
TensorMap encode_pixel_map(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents, const PixelBox& box,
                           unsigned swizzle_bytes);

}  // namespace emulation
