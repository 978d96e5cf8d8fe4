// Compiles a kernel's source with the host's C++ compiler and loads it. Results are kept by content:
// a file is named after the text and flags it was compiled from.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "../worker/program.hpp"
#include "grid.hpp"

namespace emulation {

struct BuildOptions {
  std::string compiler;
  std::vector<std::string> flags;
  // Where shim/ lies, and where compiled kernels are kept.
  std::filesystem::path shim, cache;
};

// The kernel of `pass`. Throws Failure `compile-error` with the compiler's own message, or `crash`
// when the kernel's parameters are not the pass's tensors and scalars.
Kernel build_kernel(const BuildOptions& options, const stackbench::Pass& pass);

}  // namespace emulation
