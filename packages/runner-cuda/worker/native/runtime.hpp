// The CUDA runtime that this toolkit links into its programs.
#pragma once

namespace stackbench {

// CUDA versions as 1000 × major + 10 × minor.
struct RuntimeVersions {
  // Of the runtime, and the highest that the driver serves.
  int runtime, driver;
};

// Initialises the runtime on the first device, as any program of this toolkit would. Throws Failure
// with what to do when that is impossible.
RuntimeVersions open_runtime();

}  // namespace stackbench
