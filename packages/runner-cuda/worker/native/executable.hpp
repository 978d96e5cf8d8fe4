// What a pass is once it is prepared.
#pragma once
#include <string>
#include <vector>

#include "driver.hpp"

namespace stackbench {

// Which of several ways to compute the same turned out to be the fastest.
struct Found {
  size_t candidate;
  // Nanoseconds of a repetition: of it, and of the first that ran, which the library would have taken by itself.
  double ns, first_ns;
  size_t timed, failed;
};

class Executable {
 public:
  virtual ~Executable() = default;
  // Submits the pass to `stream`; `tensors` are the pass's own, in its order.
  virtual void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) = 0;
  // Facts of the build, as a JSON object.
  virtual std::string notes() const = 0;
  // In how many ways it can be computed, the likely fastest first, where they are to be timed; else 0.
  virtual size_t candidates() const { return 0; }
  // From now on it is computed in this way. Throws Failure where the device cannot.
  virtual void select(size_t) {}
  // What timing its candidates has led to, for the notes; the candidate is selected.
  virtual void found(const Found&) {}
};

}  // namespace stackbench
