#pragma once
#include <memory>

#include "../program.hpp"
#include "executable.hpp"

namespace stackbench {

// y = x by the driver's own copy within the device.
std::unique_ptr<Executable> make_memory_copy(const Pass& pass, const std::string& data_type);

}  // namespace stackbench
