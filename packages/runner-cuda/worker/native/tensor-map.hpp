// Descriptions of tensors for the copy engine of sm_90a.
#pragma once
#include "../element-type.hpp"
#include "../program.hpp"
#include "driver.hpp"

namespace stackbench {

// A CUtensorMap, which headers before CUDA 12 do not know.
struct alignas(128) EncodedTensorMap {
  unsigned char opaque[128];
};

// A dense tensor of `type` at `address`; beyond its edges the engine reads zeros. Throws
// Failure where the driver cannot describe it.
EncodedTensorMap encode(const TensorMap& map, ElementType type, CUdeviceptr address);

}  // namespace stackbench
