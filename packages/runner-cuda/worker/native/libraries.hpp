// The vendor's libraries of this toolkit, and what the driver computes by itself.
#pragma once
#include <memory>
#include <string>

#include "../failure.hpp"
#include "cublas.hpp"
#include "cudnn.hpp"
#include "memory-copy.hpp"

namespace stackbench {

// Their files; empty where there is none.
struct Libraries {
  std::string cublas, cudnn;
};

inline std::unique_ptr<Executable> make_library_call(const Libraries& libraries, const Pass& pass,
                                                     const std::string& data_type) {
  if (pass.module.operation == "gemm") return make_cublas_gemm(libraries.cublas, pass, data_type);
  if (pass.module.operation == "conv2d") return make_cudnn_convolution(libraries.cudnn, pass, data_type);
  if (pass.module.operation == "copy") return make_memory_copy(pass, data_type);
  throw Failure{"unsupported", "No library of this toolkit computes '" + pass.module.operation + "'."};
}

}  // namespace stackbench
