// A kernel that nvcc compiled for this device.
#pragma once
#include <memory>

#include "../element-type.hpp"
#include "../program.hpp"
#include "executable.hpp"

namespace stackbench {

// A compiled module in the device's memory.
class LoadedModule {
 public:
  // Throws Failure for a file that cannot be read or is not for this device.
  explicit LoadedModule(const std::string& file);
  LoadedModule(const LoadedModule&) = delete;
  LoadedModule& operator=(const LoadedModule&) = delete;
  ~LoadedModule() { driver().cuModuleUnload(module_); }

  CUfunction function(const std::string& name) const;

 private:
  CUmodule module_ = nullptr;
};

std::unique_ptr<Executable> load_kernel(const Pass& pass, ElementType type);

}  // namespace stackbench
