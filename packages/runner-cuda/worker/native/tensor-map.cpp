#include "tensor-map.hpp"

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

}  // namespace

EncodedTensorMap encode(const TensorMap& map, ElementType type, CUdeviceptr address) {
  static const auto encode_tiled =
      reinterpret_cast<decltype(&cuTensorMapEncodeTiled)>(find_driver_function("cuTensorMapEncodeTiled"));
  if (encode_tiled == nullptr) throw Failure{"unsupported", "The driver has no tensor maps. Update the driver."};
  static_assert(sizeof(EncodedTensorMap) == sizeof(CUtensorMap) && alignof(EncodedTensorMap) >= alignof(CUtensorMap));
  EncodedTensorMap encoded;
  // Of the rows alone: elements of a row are dense.
  const cuuint64_t row_bytes = map.extents[0] * bytes_of(type);
  const cuuint64_t extents[] = {map.extents[0], map.extents[1]};
  const cuuint32_t element_strides[] = {1, 1};
  check(encode_tiled(reinterpret_cast<CUtensorMap*>(&encoded), data_type(type), 2, reinterpret_cast<void*>(address),
                     extents, &row_bytes, map.box.data(), element_strides, CU_TENSOR_MAP_INTERLEAVE_NONE,
                     CU_TENSOR_MAP_SWIZZLE_128B, CU_TENSOR_MAP_L2_PROMOTION_L2_128B,
                     CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE),
        "Describing a matrix to the copy engine");
  return encoded;
}

#else

EncodedTensorMap encode(const TensorMap&, ElementType, CUdeviceptr) {
  throw Failure{"unsupported", "Tensor maps need CUDA 12 or newer."};
}

#endif

}  // namespace stackbench
