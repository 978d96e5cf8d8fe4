// The worker of a CUDA Toolkit: runs kernels that its nvcc compiled, and its libraries, on a GPU.
//
//     worker --helpers helpers.cubin [--cublas libcublas.so.13] [--cublaslt libcublasLt.so.13]
//            [--cudnn libcudnn.so.9]
//
// It obeys the line protocol; type {"do":"describe"} to try it by hand.
#include <cstdio>
#include <stdexcept>

#include "cuda-device.hpp"

namespace {

struct Arguments {
  std::string helpers;
  stackbench::Libraries libraries;
};

Arguments parse(int count, char** words) {
  Arguments arguments;
  for (int at = 1; at < count; at += 2) {
    const std::string name = words[at];
    if (at + 1 == count) throw std::invalid_argument(name + " needs a value");
    if (name == "--helpers") {
      arguments.helpers = words[at + 1];
    } else if (name == "--cublas") {
      arguments.libraries.cublas = words[at + 1];
    } else if (name == "--cublaslt") {
      arguments.libraries.cublas_lt = words[at + 1];
    } else if (name == "--cudnn") {
      arguments.libraries.cudnn = words[at + 1];
    } else {
      throw std::invalid_argument("unknown argument " + name);
    }
  }
  if (arguments.helpers.empty()) throw std::invalid_argument("--helpers is missing");
  return arguments;
}

}  // namespace

int main(int count, char** words) {
  try {
    Arguments arguments = parse(count, words);
    stackbench::CudaDevice device{std::move(arguments.helpers), std::move(arguments.libraries)};
    stackbench::serve(device);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "worker: %s\n", error.what());
    return 2;
  }
}
