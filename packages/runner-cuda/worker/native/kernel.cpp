#include "kernel.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "../failure.hpp"
#include "tensor-map.hpp"

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
  Kernel(const Pass& pass, ElementType type)
      : module_(pass.module.path), function_(module_.function(pass.entry)), pass_(pass), type_(type) {
    if (pass.dynamic_shared_bytes == 0) return;
    // More than 48 KiB must be allowed first.
    check(driver().cuFuncSetAttribute(function_, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                                      static_cast<int>(pass.dynamic_shared_bytes)),
          "Allowing the kernel its shared memory");
  }

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    std::vector<const void*> arguments;
    for (size_t i = 0; i < tensors.size(); i++) {
      if (pass_.tensor_maps[i]) {
        arguments.push_back(&tensor_map(i, tensors[i]));
      } else {
        arguments.push_back(&tensors[i]);
      }
    }
    for (const uint32_t& scalar : pass_.scalars) arguments.push_back(&scalar);
    const auto& [grid, block] = std::tie(pass_.grid, pass_.block);
    check(driver().cuLaunchKernel(function_, grid[0], grid[1], grid[2], block[0], block[1], block[2],
                                  pass_.dynamic_shared_bytes, stream, const_cast<void**>(arguments.data()), nullptr),
          "Launching the kernel");
  }

  std::string notes() const override {
    return "{\"registers\":" + attribute(CU_FUNC_ATTRIBUTE_NUM_REGS) +
           ",\"sharedBytes\":" + attribute(CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES) +
           ",\"dynamicSharedBytes\":" + std::to_string(pass_.dynamic_shared_bytes) +
           ",\"localBytes\":" + attribute(CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES) + "}";
  }

 private:
  LoadedModule module_;
  CUfunction function_;
  Pass pass_;
  ElementType type_;
  // By the pass's tensor and its address, which differs from buffer set to buffer set.
  std::map<std::pair<size_t, CUdeviceptr>, EncodedTensorMap> encoded_;

  const EncodedTensorMap& tensor_map(size_t tensor, CUdeviceptr address) {
    const auto [at, is_new] = encoded_.try_emplace({tensor, address});
    if (is_new) at->second = encode(*pass_.tensor_maps[tensor], type_, address);
    return at->second;
  }

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

std::unique_ptr<Executable> load_kernel(const Pass& pass, ElementType type) {
  return std::make_unique<Kernel>(pass, type);
}

}  // namespace stackbench
