#include "kernel.hpp"

#include <fstream>
#include <sstream>

#include "../failure.hpp"

namespace stackbench {

namespace {

std::string read_binary(const std::string& file) {
  std::ostringstream bytes;
  std::ifstream in(file, std::ios::binary);
  if (!(bytes << in.rdbuf())) throw Failure{"crash", "The compiled kernel " + file + " cannot be read."};
  return bytes.str();
}

class Kernel : public Executable {
 public:
  explicit Kernel(const Pass& pass)
      : module_(pass.module.path), function_(module_.function(pass.entry)), grid_(pass.grid), block_(pass.block),
        scalars_(pass.scalars) {}

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    std::vector<const void*> arguments;
    for (const CUdeviceptr& tensor : tensors) arguments.push_back(&tensor);
    for (const int& scalar : scalars_) arguments.push_back(&scalar);
    check(driver().cuLaunchKernel(function_, grid_[0], grid_[1], grid_[2], block_[0], block_[1], block_[2], 0, stream,
                                  const_cast<void**>(arguments.data()), nullptr),
          "Launching the kernel");
  }

  std::string notes() const override {
    return "{\"registers\":" + attribute(CU_FUNC_ATTRIBUTE_NUM_REGS) +
           ",\"sharedBytes\":" + attribute(CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES) +
           ",\"localBytes\":" + attribute(CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES) + "}";
  }

 private:
  LoadedModule module_;
  CUfunction function_;
  std::array<unsigned, 3> grid_, block_;
  std::vector<int> scalars_;

  std::string attribute(CUfunction_attribute which) const {
    int value = 0;
    check(driver().cuFuncGetAttribute(&value, which, function_), "Asking about the kernel");
    return std::to_string(value);
  }
};

}  // namespace

LoadedModule::LoadedModule(const std::string& file) {
  check(driver().cuModuleLoadData(&module_, read_binary(file).c_str()), "Loading the kernel");
}

CUfunction LoadedModule::function(const std::string& name) const {
  CUfunction function = nullptr;
  check(driver().cuModuleGetFunction(&function, module_, name.c_str()), "Finding the kernel's entry");
  return function;
}

std::unique_ptr<Executable> load_kernel(const Pass& pass) { return std::make_unique<Kernel>(pass); }

}  // namespace stackbench
