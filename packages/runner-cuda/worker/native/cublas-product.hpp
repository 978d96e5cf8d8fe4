// What the calls of cuBLAS and cuBLASLt have in common.
#pragma once
#include <string>

#include "../failure.hpp"
#include "../program.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

// Both libraries have these states. `what` was being done.
inline void check_cublas(int status, const char* what) {
  if (status == 0) return;
  const char* outcome = status == cublas::alloc_failed                                       ? "out-of-memory"
                        : status == cublas::not_supported || status == cublas::arch_mismatch ? "unsupported"
                                                                                             : "crash";
  throw Failure{outcome, std::string("cuBLAS: ") + what + " failed with status " + std::to_string(status) + ".",
                status == cublas::execution_failed};
}

// `get_property`: cublasGetProperty, or that of cuBLASLt.
inline std::string cublas_version(int (*get_property)(int, int*)) {
  std::string text;
  for (int part = 0; part < 3; part++) {
    int value = 0;
    get_property(part, &value);
    text += (part > 0 ? "." : "") + std::to_string(value);
  }
  return text;
}

// A row-major C = A·B. Sums are kept in f32, products are of what the data type says.
struct CublasProduct {
  int m, n, k, type, compute;

  CublasProduct(const Pass& pass, const std::string& data_type)
      : m(extent(pass, "m")), n(extent(pass, "n")), k(extent(pass, "k")),
        type(data_type == "f16"    ? cublas::real_16f
             : data_type == "bf16" ? cublas::real_16bf
                                   : cublas::real_32f),
        compute(data_type == "tf32" ? cublas::compute_32f_fast_tf32 : cublas::compute_32f) {}

  // As an item of the notes.
  std::string describe_compute() const {
    return std::string("\"computeType\":\"") +
           (compute == cublas::compute_32f ? "CUBLAS_COMPUTE_32F" : "CUBLAS_COMPUTE_32F_FAST_TF32") + "\"";
  }

 private:
  static int extent(const Pass& pass, const char* name) {
    return static_cast<int>(pass.module.problem[name].integer());
  }
};

}  // namespace stackbench
