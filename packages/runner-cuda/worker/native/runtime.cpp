#include "runtime.hpp"

#include <cuda_runtime_api.h>

#include <string>

#include "../failure.hpp"

namespace stackbench {

namespace {

std::string dotted(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

// What to do about errors that keep every CUDA program from starting.
const char* advice(cudaError_t error) {
  switch (error) {
    case cudaErrorInsufficientDriver:
      return "Install or update the NVIDIA driver, or use an older toolkit.";
    case cudaErrorNoDevice:
      return "Check nvidia-smi and CUDA_VISIBLE_DEVICES; a container must be started with access to the GPU.";
    case cudaErrorSystemDriverMismatch:
      return "libcuda and the loaded kernel module differ: reload the module or reboot.";
    case cudaErrorCompatNotSupportedOnDevice:
      return "A cuda-compat libcuda is used on a GPU that does not support it: take it off the library path.";
    case cudaErrorSystemNotReady:
      return "Start the fabric manager (NVSwitch systems need it).";
    default:
      return "Run nvidia-smi to see whether the driver works.";
  }
}

void check_start(cudaError_t error, const RuntimeVersions& versions) {
  if (error == cudaSuccess) return;
  const std::string driver =
      versions.driver == 0 ? "no NVIDIA driver answers" : "the driver serves up to CUDA " + dotted(versions.driver);
  throw Failure{"unsupported",
                std::string(cudaGetErrorString(error)) + " (" + cudaGetErrorName(error) + ", error " +
                    std::to_string(error) + "): the runtime is CUDA " + dotted(versions.runtime) + " and " + driver +
                    ". " + advice(error),
                true};
}

}  // namespace

RuntimeVersions open_runtime() {
  RuntimeVersions versions{0, 0};
  check_start(cudaRuntimeGetVersion(&versions.runtime), versions);
  check_start(cudaDriverGetVersion(&versions.driver), versions);
  int count = 0;
  check_start(cudaGetDeviceCount(&count), versions);
  check_start(cudaSetDevice(0), versions);
  // Makes the device's context.
  check_start(cudaFree(nullptr), versions);
  return versions;
}

}  // namespace stackbench
