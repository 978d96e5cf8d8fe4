#include "tensor-map.hpp"

#include <algorithm>
#include <string>

#include "../worker/failure.hpp"

namespace emulation {

namespace {

void check(bool is_right, const std::string& what) {
  if (!is_right) throw stackbench::Failure{"crash", "A driver describes no tensor to the copy engine " + what + "."};
}

// What both modes have in common: a dense tensor, and boxes of rows.
TensorMap encode(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents,
                 const std::vector<uint32_t>& box, unsigned swizzle_bytes) {
  TensorMap map{};
  map.mark = TensorMap::valid_mark;
  map.start = static_cast<unsigned char*>(start);
  map.element_bytes = static_cast<uint16_t>(element_bytes);
  map.swizzle_span = static_cast<uint16_t>(std::max(swizzle_bytes, 16u));
  map.dimensions = static_cast<uint8_t>(extents.size());
  check(reinterpret_cast<uintptr_t>(start) % 16 == 0, "that does not begin on a boundary of 16 bytes");
  std::fill_n(map.extents, most_dimensions, 1);
  std::fill_n(map.box, most_dimensions, 1);
  std::copy(extents.begin(), extents.end(), map.extents);
  std::copy(box.begin(), box.end(), map.box);
  uint64_t stride = element_bytes;
  for (unsigned i = 0; i < extents.size(); i++) {
    check(extents[i] >= 1 && extents[i] <= uint64_t(1) << 32, "with an extent of " + std::to_string(extents[i]));
    stride *= extents[i];
    if (i + 1 == extents.size()) break;
    map.stride_bytes[i] = stride;
    check(stride % 16 == 0 && stride < uint64_t(1) << 40, "with a stride of " + std::to_string(stride) + " bytes");
  }
  const unsigned row_bytes = box[0] * element_bytes;
  check(row_bytes % 16 == 0, "with a box whose rows are " + std::to_string(row_bytes) + " bytes");
  // Narrower ones are allowed, but it is not documented how they lie.
  check(swizzle_bytes == 0 || row_bytes == swizzle_bytes,
        "(known to the emulation) whose box has rows of " + std::to_string(row_bytes) + " bytes and a swizzle of " +
            std::to_string(swizzle_bytes));
  return map;
}

}  // namespace

unsigned TensorMap::box_bytes() const {
  unsigned bytes = element_bytes;
  for (const uint32_t extent : box) bytes *= extent;
  return bytes;
}

TensorMap encode_tensor_map(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents,
                            const std::vector<uint32_t>& box, unsigned swizzle_bytes) {
  check(extents.size() == box.size() && !extents.empty() && extents.size() <= most_dimensions,
        "of other than 1 to 5 dimensions");
  for (const uint32_t extent : box) {
    check(extent >= 1 && extent <= 256, "with a box of " + std::to_string(extent) + " elements");
  }
  return encode(start, element_bytes, extents, box, swizzle_bytes);
}

TensorMap encode_pixel_map(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents, const PixelBox& box,
                           unsigned swizzle_bytes) {
  check(extents.size() == 4, "(known to the emulation) whose pixels are not those of images: 4 dimensions");
  check(box.channels >= 1 && box.channels <= 256, "with " + std::to_string(box.channels) + " channels of a pixel");
  check(box.pixels >= 1 && box.pixels <= 1024, "with " + std::to_string(box.pixels) + " pixels of a column");
  TensorMap map = encode(start, element_bytes, extents, {box.channels, box.pixels}, swizzle_bytes);
  map.has_pixels = true;
  for (unsigned i = 0; i < 2; i++) {
    for (const int corner : {box.lower[i], box.upper[i]}) {
      check(corner >= -128 && corner <= 127, "with a corner at " + std::to_string(corner));
    }
    check(box.lower[i] <= static_cast<int64_t>(extents[1 + i]) - 1 + box.upper[i], "whose box has no pixels");
    check(box.strides[i] >= 1 && box.strides[i] <= 8, "with pixels " + std::to_string(box.strides[i]) + " apart");
    map.lower[i] = static_cast<int8_t>(box.lower[i]);
    map.upper[i] = static_cast<int8_t>(box.upper[i]);
    map.pixel_strides[i] = static_cast<uint8_t>(box.strides[i]);
  }
  return map;
}

}  // namespace emulation
