#include "tensor-map.hpp"

#include <algorithm>
#include <string>

#include "../worker/failure.hpp"

namespace emulation {

namespace {

void check(bool is_right, const std::string& what) {
  if (!is_right) throw stackbench::Failure{"crash", "A driver describes no matrix to the copy engine " + what + "."};
}

}  // namespace

unsigned TensorMap::box_bytes() const {
  unsigned bytes = element_bytes;
  for (const uint32_t extent : box) bytes *= extent;
  return bytes;
}

TensorMap encode_tensor_map(void* start, unsigned element_bytes, const std::vector<uint64_t>& extents,
                            const std::vector<uint32_t>& box, unsigned swizzle_bytes) {
  TensorMap map{TensorMap::valid_mark, static_cast<unsigned char*>(start), {}, {}, {},
                static_cast<uint16_t>(element_bytes), static_cast<uint16_t>(std::max(swizzle_bytes, 16u))};
  check(reinterpret_cast<uintptr_t>(start) % 16 == 0, "that does not begin on a boundary of 16 bytes");
  check(extents.size() == box.size() && !extents.empty() && extents.size() <= most_dimensions,
        "of other than 1 to 5 dimensions");
  std::fill_n(map.extents, most_dimensions, 1);
  std::fill_n(map.box, most_dimensions, 1);
  std::copy(extents.begin(), extents.end(), map.extents);
  std::copy(box.begin(), box.end(), map.box);
  uint64_t stride = element_bytes;
  for (unsigned i = 0; i < extents.size(); i++) {
    check(extents[i] >= 1 && extents[i] <= uint64_t(1) << 32, "with an extent of " + std::to_string(extents[i]));
    check(box[i] >= 1 && box[i] <= 256, "with a box of " + std::to_string(box[i]) + " elements");
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

}  // namespace emulation
