// What a pass is once it is prepared.
#pragma once
#include <string>
#include <vector>

#include "driver.hpp"

namespace stackbench {

class Executable {
 public:
  virtual ~Executable() = default;
  // Submits the pass to `stream`; `tensors` are the pass's own, in its order.
  virtual void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) = 0;
  // Facts of the build, as a JSON object.
  virtual std::string notes() const = 0;
};

}  // namespace stackbench
