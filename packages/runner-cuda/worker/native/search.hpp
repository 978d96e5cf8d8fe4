// Finds the fastest of several ways to compute the same.
#pragma once
#include <functional>

#include "executable.hpp"

namespace stackbench {

// So many candidates are timed, those left out that cannot run: as many as torch.backends.cudnn.benchmark_limit.
constexpr size_t most_timed = 10;

// `time` tells the nanoseconds of a repetition of a candidate, and throws Failure where it cannot run: it is
// passed over, unless the device is lost. Throws Failure where none can.
Found find_fastest(size_t candidates, const std::function<double(size_t)>& time);

// The same as an item of a JSON object.
std::string describe(const Found& found);

}  // namespace stackbench
