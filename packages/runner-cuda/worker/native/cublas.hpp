#pragma once
#include <memory>

#include "../program.hpp"
#include "executable.hpp"

namespace stackbench {

// C = A·B, row-major, by cuBLAS in `file`. Throws Failure where that is impossible.
std::unique_ptr<Executable> make_cublas_gemm(const std::string& file, const Pass& pass, const std::string& data_type);

}  // namespace stackbench
