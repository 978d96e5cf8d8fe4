#include "driver.hpp"

#include <dlfcn.h>

#include <string>

#include "../failure.hpp"

namespace stackbench {

namespace {

void* library() {
  static void* const handle = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  return handle;
}

Driver load() {
  if (library() == nullptr) {
    throw Failure{"unsupported",
                  std::string("The driver's library cannot be opened (") + dlerror() +
                      "). Install the NVIDIA driver, or start the container with access to the GPU.",
                  true};
  }
  Driver driver;
#define STACKBENCH_LOAD(function, symbol)                                                            \
  driver.function = reinterpret_cast<decltype(driver.function)>(find_driver_function(symbol));       \
  if (driver.function == nullptr) {                                                                  \
    throw Failure{"unsupported", "The NVIDIA driver lacks " symbol ". Update the driver.", true};    \
  }
  STACKBENCH_DRIVER_FUNCTIONS(STACKBENCH_LOAD)
#undef STACKBENCH_LOAD
  return driver;
}

// After these the context is lost: every later call fails as well.
bool is_sticky(CUresult result) {
  switch (result) {
    case CUDA_ERROR_ECC_UNCORRECTABLE:
    case CUDA_ERROR_ILLEGAL_ADDRESS:
    case CUDA_ERROR_LAUNCH_TIMEOUT:
    case CUDA_ERROR_ASSERT:
    case CUDA_ERROR_HARDWARE_STACK_ERROR:
    case CUDA_ERROR_ILLEGAL_INSTRUCTION:
    case CUDA_ERROR_MISALIGNED_ADDRESS:
    case CUDA_ERROR_INVALID_ADDRESS_SPACE:
    case CUDA_ERROR_INVALID_PC:
    case CUDA_ERROR_LAUNCH_FAILED:
    case CUDA_ERROR_CONTEXT_IS_DESTROYED:
    case CUDA_ERROR_DEVICE_UNAVAILABLE:
    case CUDA_ERROR_DEINITIALIZED:
    case CUDA_ERROR_UNKNOWN:
      return true;
    default:
      return false;
  }
}

const char* status_of(CUresult result) {
  switch (result) {
    case CUDA_ERROR_OUT_OF_MEMORY:
      return "out-of-memory";
    case CUDA_ERROR_NO_BINARY_FOR_GPU:
    case CUDA_ERROR_UNSUPPORTED_PTX_VERSION:
    case CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES:
      return "unsupported";
    default:
      return "crash";
  }
}

}  // namespace

const Driver& driver() {
  static const Driver loaded = load();
  return loaded;
}

void* find_driver_function(const char* symbol) { return dlsym(library(), symbol); }

void check(CUresult result, const char* what) {
  if (result == CUDA_SUCCESS) return;
  const char* name = nullptr;
  const char* text = nullptr;
  driver().cuGetErrorName(result, &name);
  driver().cuGetErrorString(result, &text);
  const std::string message = std::string(what) + " failed: " + (text ? text : "unknown error") + " (" +
                              (name ? name : "CUDA error") + ", " + std::to_string(result) + ").";
  throw Failure{status_of(result), message, is_sticky(result)};
}

}  // namespace stackbench
