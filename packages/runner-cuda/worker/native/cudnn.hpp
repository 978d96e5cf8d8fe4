#pragma once
#include <memory>

#include "../program.hpp"
#include "executable.hpp"

namespace stackbench {

// A convolution by cuDNN in `file`, with an engine that computes the sums of products themselves: the first that its
// heuristics name and that runs, as its callers get it; or, `tuned`, the fastest, timed on the device where the
// pass's candidates are. Throws Failure where that is impossible.
std::unique_ptr<Executable> make_cudnn_convolution(const std::string& file, const Pass& pass,
                                                   const std::string& data_type, bool tuned);

}  // namespace stackbench
