#pragma once
#include <memory>

#include "../program.hpp"
#include "executable.hpp"

namespace stackbench {

// C = A·B, row-major, by cuBLASLt in `file`, with the fastest of the algorithms that its heuristics name: timed on
// the device, where the pass's candidates are. Throws Failure where that is impossible.
std::unique_ptr<Executable> make_cublas_lt_gemm(const std::string& file, const Pass& pass,
                                                const std::string& data_type);

}  // namespace stackbench
