#include "tensor-map.hpp"

#include <vector>

#include "../failure.hpp"

namespace stackbench {

#if CUDA_VERSION >= 12000

namespace {

CUtensorMapDataType data_type(ElementType type) {
  switch (type) {
    case ElementType::f16:
      return CU_TENSOR_MAP_DATA_TYPE_FLOAT16;
    case ElementType::bf16:
      return CU_TENSOR_MAP_DATA_TYPE_BFLOAT16;
    default:
      return CU_TENSOR_MAP_DATA_TYPE_FLOAT32;
  }
}

constexpr CUtensorMapInterleave interleave = CU_TENSOR_MAP_INTERLEAVE_NONE;
constexpr CUtensorMapSwizzle swizzle = CU_TENSOR_MAP_SWIZZLE_128B;
constexpr CUtensorMapL2promotion promotion = CU_TENSOR_MAP_L2_PROMOTION_L2_128B;
constexpr CUtensorMapFloatOOBfill beyond = CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE;

template <class Function>
Function* function_of_driver(const char* name) {
  Function* const found = reinterpret_cast<Function*>(find_driver_function(name));
  if (found == nullptr) throw Failure{"unsupported", "The driver has no tensor maps. Update the driver."};
  return found;
}

// From one place to the next along each dimension but the first, in bytes.
std::vector<cuuint64_t> strides_of(const TensorMap& map, ElementType type) {
  std::vector<cuuint64_t> strides;
  cuuint64_t bytes = bytes_of(type);
  for (size_t i = 0; i + 1 < map.extents.size(); i++) strides.push_back(bytes *= map.extents[i]);
  return strides;
}

CUresult encode_tiles(CUtensorMap* encoded, const TensorMap& map, ElementType type, void* address) {
  static const auto encode = function_of_driver<decltype(cuTensorMapEncodeTiled)>("cuTensorMapEncodeTiled");
  const std::vector<cuuint64_t> extents(map.extents.begin(), map.extents.end());
  const std::vector<cuuint32_t> steps(extents.size(), 1);
  return encode(encoded, data_type(type), static_cast<cuuint32_t>(extents.size()), address, extents.data(),
                strides_of(map, type).data(), map.box.data(), steps.data(), interleave, swizzle, promotion, beyond);
}

CUresult encode_pixels(CUtensorMap* encoded, const TensorMap& map, ElementType type, void* address) {
  static const auto encode = function_of_driver<decltype(cuTensorMapEncodeIm2col)>("cuTensorMapEncodeIm2col");
  const auto& [lower, upper, channels, pixels, strides] = *map.pixels;
  const std::vector<cuuint64_t> extents(map.extents.begin(), map.extents.end());
  const cuuint32_t steps[] = {1, strides[0], strides[1], 1};
  return encode(encoded, data_type(type), static_cast<cuuint32_t>(extents.size()), address, extents.data(),
                strides_of(map, type).data(), lower.data(), upper.data(), channels, pixels, steps, interleave, swizzle,
                promotion, beyond);
}

}  // namespace

EncodedTensorMap encode(const TensorMap& map, ElementType type, CUdeviceptr address) {
  static_assert(sizeof(EncodedTensorMap) == sizeof(CUtensorMap) && alignof(EncodedTensorMap) >= alignof(CUtensorMap));
  EncodedTensorMap encoded;
  const auto encode = map.pixels ? encode_pixels : encode_tiles;
  check(encode(reinterpret_cast<CUtensorMap*>(&encoded), map, type, reinterpret_cast<void*>(address)),
        "Describing a tensor to the copy engine");
  return encoded;
}

#else

EncodedTensorMap encode(const TensorMap&, ElementType, CUdeviceptr) {
  throw Failure{"unsupported", "Tensor maps need CUDA 12 or newer."};
}

#endif

}  // namespace stackbench
