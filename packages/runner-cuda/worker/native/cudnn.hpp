#pragma once
#include <memory>

#include "../program.hpp"
#include "executable.hpp"

namespace stackbench {

// A convolution by cuDNN in `file`, with the fastest of its algorithms that compute the sums of
// products themselves. Throws Failure where that is impossible.
std::unique_ptr<Executable> make_cudnn_convolution(const std::string& file, const Pass& pass,
                                                   const std::string& data_type);

}  // namespace stackbench
