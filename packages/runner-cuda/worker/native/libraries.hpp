// The vendor's libraries of this toolkit, and what the driver computes by itself.
#pragma once
#include <memory>
#include <string>

#include "../failure.hpp"
#include "cublas-lt.hpp"
#include "cublas.hpp"
#include "cudnn.hpp"
#include "memory-copy.hpp"

namespace stackbench {

// Their files; empty where there is none.
struct Libraries {
  std::string cublas, cublas_lt, cudnn;
};

// `tuned` (modules of the kind `library-tuned`): with the fastest of the library's algorithms, where it has several.
inline std::unique_ptr<Executable> make_library_call(const Libraries& libraries, const Pass& pass,
                                                     const std::string& data_type) {
  const std::string& operation = pass.module.operation;
  const bool tuned = pass.module.kind == "library-tuned";
  if (operation == "gemm" && tuned) return make_cublas_lt_gemm(libraries.cublas_lt, pass, data_type);
  if (operation == "gemm") return make_cublas_gemm(libraries.cublas, pass, data_type);
  if (operation == "conv2d") return make_cudnn_convolution(libraries.cudnn, pass, data_type, tuned);
  if (operation == "copy" && !tuned) return make_memory_copy(pass, data_type);
  throw Failure{"unsupported", "No library of this toolkit computes '" + operation + "'."};
}

}  // namespace stackbench
